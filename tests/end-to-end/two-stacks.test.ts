import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import { clientsOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { killCommands, runCommand } from '../command-process';
import { root } from './foreign-platform';
import { region } from './foreign-stack';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'himeshima-two-stacks-'));
const out = join(folder, 'out');
const started: LocalAwsProcess[] = [];
afterAll(async () => {
  killCommands();
  await Promise.all(started.map((platform) => platform.stop()));
  rmSync(folder, { recursive: true });
});

/** Writes a stack with a key and a queue that is encrypted with the key. All stacks use the same addresses. */
function write(name: string, { queue, in: place = region }: { queue: unknown; in?: string }): void {
  const directory = join(out, 'stacks', name);
  mkdirSync(directory, { recursive: true });
  const resource = {
    aws_kms_key: { key: { provider: 'aws.virginia' } },
    aws_sqs_queue: { jobs: { name: queue, kms_master_key_id: '${aws_kms_key.key.arn}' } },
  };
  const virginia = { alias: 'virginia', region: '${lower("US-EAST-1")}' };
  const validation = [{ condition: '${var.size > 0}', error_message: 'no size' }];
  const variable = { size: { default: 0, validation } };
  const terraform = { provider: { aws: [{ region: place }, virginia] }, resource, variable };
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(terraform));
}
write('first', { queue: 'first-jobs' });
write('second', { queue: 'second-jobs' });
write('broken', { queue: ['no', 'text'] });
write('elsewhere', { queue: 'jobs', in: 'us-east-1' });

const argsOf = (stacks: readonly string[]) => ['--out', out, ...stacks.flatMap((stack) => ['--stack', stack])];

async function start(stacks: readonly string[], ...more: readonly string[]): Promise<LocalAwsProcess> {
  const args = [...argsOf(stacks), ...more];
  const platform = await startPlatformProcess({ root, directory: join(folder, stacks.join('-')), args });
  started.push(platform);
  return platform;
}

test('two stacks with the same addresses run in parallel, each with its own resources', async () => {
  const platform = await start(['second', 'first']);
  // expect these notes, because a stack runs in one region, and the plan's preconditions are not evaluated
  const regions = ['second/aws_kms_key.key.provider (us-east-1)', 'first/aws_kms_key.key.provider (us-east-1)'];
  const ignored = [...regions, 'second/var.size.validation', 'first/var.size.validation'];
  expect(platform.events).toMatchObject([{ kind: 'ready', resources: 4, ignored }]);
  const { sqs } = clientsOf(platform);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  sqs.destroy();
  expect(QueueUrls.map((url) => url.split('/').at(-1)).sort()).toEqual(['first-jobs', 'second-jobs']);
});

test('a resource that is omitted from one stack remains in the other stack', async () => {
  const without = ['--without', 'second/aws_kms_key.key', '--without', 'second/aws_sqs_queue.jobs'];
  const platform = await start(['first', 'second'], ...without);
  expect(platform.events).toMatchObject([{ kind: 'ready', resources: 2 }]);
});

test.each([
  [['first', 'broken'], 'broken/aws_sqs_queue.jobs: name: '],
  [
    ['first', 'elsewhere'],
    'first is in eu-west-1 and elsewhere in us-east-1: start each stack separately, with --stack',
  ],
  [
    ['first', 'nowhere'],
    `${out} contains no stack named nowhere; available: broken, elsewhere, first, second; for example --stack broken`,
  ],
])('rejects the stacks %j with an error that contains the stack name', async (stacks, reason) => {
  const free = ['--port', '0', '--mqtt-port', '0', '--dir', join(folder, 'refused')];
  const { code, stderr } = await runCommand('start', [...argsOf(stacks), ...free], 10);
  expect(code).toBe(1);
  expect(stderr).toContain(reason);
});
