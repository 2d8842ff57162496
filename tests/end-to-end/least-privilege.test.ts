import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { IoTClient } from '@aws-sdk/client-iot';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import { type Block, readStack } from '@himeshima/terraform-json';
import * as z from 'zod';
import { clientsOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { dev } from '../../config/dev';
import { environmentNamed } from '../../config/environments';
import { names, stacksOf } from '../../config/names';
import { root } from './foreign-platform';
import { account } from './foreign-stack';
import { denialWithout, type Iam, iamOf, type RoleStatement, roleStatements } from './removed-statements';
import { type Calls, roleCalls } from './role-calls';

jest.setTimeout(300_000);

const folder = mkdtempSync(join(tmpdir(), 'himeshima-least-privilege-'));
const out = join(root, 'cdktf.out');

let resources: readonly Block[];
let platform: LocalAwsProcess;
let region: string;
let calls: ReturnType<typeof roleCalls>;
let kinesis: KinesisClient;
let logs: CloudWatchLogsClient;
let iam: Iam;
let iot: IoTClient;
beforeAll(async () => {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const stacks = stacksOf(dev).map((name) =>
    readStack(JSON.parse(readFileSync(join(out, 'stacks', name, 'cdk.tf.json'), 'utf8'))),
  );
  resources = stacks.flatMap((stack) => stack.resources);
  // remove these permissions, so that rules cannot invoke their function and therefore run their error action
  const permissions = resources.filter(
    ({ type, attributes }) =>
      type === 'aws_lambda_permission' && String(attributes['statement_id']).startsWith('rule-'),
  );
  const without = permissions.flatMap(({ address }) => ['--without', address]);
  const args = ['--out', out, '--quotas', 'off', ...without];
  platform = await startPlatformProcess({ root, directory: join(folder, 'state'), args });
  const clients = clientsOf(platform);
  region = clients.region;
  const common = {
    endpoint: platform.endpoint,
    region,
    credentials: await clients.lambda.config.credentials(),
    maxAttempts: 1,
  };
  kinesis = new KinesisClient(common);
  logs = new CloudWatchLogsClient(common);
  iam = iamOf(common);
  iot = new IoTClient(common);
  const templates = resources.filter(({ type }) => type === 'aws_iot_provisioning_template').map(({ name }) => name);
  calls = roleCalls({ platform, clients, kinesis, iot, templates });
});
afterAll(async () => {
  kinesis?.destroy();
  iot?.destroy();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const isRule = ({ role }: Pick<RoleStatement, 'role'>) => role.startsWith(names.role('rule-'));
/** Returns whether a statement is used only on failure: it applies to a queue, or to a stream function's failure bucket. */
const isForFailures = ({ role, statement }: Pick<RoleStatement, 'role' | 'statement'>) =>
  /\bsqs\b/.test(JSON.stringify(statement)) ||
  ([names.role('alert-message'), names.role('telemetry-writer')].includes(role) &&
    /\bs3\b/.test(JSON.stringify(statement)));
const isOnlyForFailures = (removed: RoleStatement) => calls.fails[removed.role] !== undefined && isForFailures(removed);

/**
 * Returns whether a statement belongs to a function's or rule's role without declared calls. Its permissions are compared with
 * the code (tests/synthesis/permissions.invariants.ts). A call is required only to test a condition or a resource.
 */
function isCheckedStatically(removed: RoleStatement): boolean {
  const functions = resources.filter(({ type }) => type === 'aws_lambda_function');
  const isOfFunction = functions.some(
    ({ attributes }) => removed.role === names.role(`${attributes['function_name']}`),
  );
  return (isOfFunction || isRule(removed)) && calls.works()[removed.role] === undefined;
}

const isEvery = process.env['EVERY_STATEMENT'] === 'true';

/**
 * Returns every statement in a nightly run, otherwise one for each set of actions. The constructs write most statements, so
 * statements with the same actions are usually right or wrong together.
 */
const sampleOf = (statements: readonly RoleStatement[]): readonly RoleStatement[] =>
  isEvery ? statements : [...new Map(statements.map((one) => [JSON.stringify(one.statement['Action']), one])).values()];

/** Returns the unnecessary statements: every call still succeeds without them. */
async function unnecessaryStatements(statements: readonly RoleStatement[], setsOff: Calls): Promise<object[]> {
  const found: object[] = [];
  for (const removed of statements) {
    const denial = await denialWithout(removed, {
      iam,
      platform,
      // also remove the permission of another action, because the error action runs only if that action fails
      stays: (statement) => !isRule(removed) || !isForFailures(removed) || isForFailures({ ...removed, statement }),
      async setOff(enough) {
        const call = setsOff[removed.role];
        if (call === undefined) throw new Error(`${removed.role}: add a call to tests/end-to-end/role-calls.ts`);
        await call(enough);
      },
    });
    if (denial === undefined) found.push({ role: removed.role, statement: removed.statement });
  }
  return found;
}

test('a role with all its statements is not denied any call', async () => {
  for (const [role, setOff] of Object.entries(calls.works()))
    if (!role.startsWith(names.role('rule-'))) await setOff(() => false);
  await calls.queueIsEmpty();
  await poll(() => platform.events.find(({ kind }) => kind === 'notification'), 'an alert');
  expect(platform.events.filter(({ kind, reason }) => kind === 'refused' && `${reason}`.includes('role'))).toEqual([]);
  // a function that rejects its event would not use its permissions; rotate-issue fails, because it gets no valid request
  const failed = platform.events.filter((event) => event.kind === 'failed' && event['function'] !== 'rotate-issue');
  expect(failed).toEqual([]);
});

describe(`${isEvery ? 'every statement' : 'a sample of the statements'} of a role is needed: without it`, () => {
  test('a call is denied for its action and resource', async () => {
    const all = await roleStatements(resources, iam);
    expect(all.length).toBeGreaterThan(40);
    const statements = all.filter((removed) => !isOnlyForFailures(removed) && !isCheckedStatically(removed));
    expect(await unnecessaryStatements(sampleOf(statements), calls.works())).toEqual([]);
  });

  test('failed events are lost', async () => {
    await platform.setSpeed(300);
    const statements = (await roleStatements(resources, iam)).filter(isOnlyForFailures);
    expect(await unnecessaryStatements(statements, calls.fails)).toEqual([]);
    await platform.setSpeed(1);
  });
});

/** Returns the result of `run` while power-on lacks the statement for `action`. */
async function lacking<Value>(action: string, run: () => Promise<Value>): Promise<Value> {
  const role = names.role('power-on');
  const [policy = ''] = await iam.names(role);
  const whole = await iam.policy(role, policy);
  const left = whole.Statement.filter((statement) => !JSON.stringify(statement).includes(action));
  await iam.put(role, policy, { ...whole, Statement: left });
  try {
    return await run();
  } finally {
    await iam.put(role, policy, whole);
  }
}

const Saved = z.record(z.string(), z.array(z.object({ sum: z.number() })));

/** Returns the number of trace segments sent by power-on. */
async function segments(): Promise<number> {
  const response = await fetch(`${platform.endpoint}/_local/metrics`);
  const saved = Object.entries(Saved.parse(await response.json()));
  const own = saved.filter(([name]) => name.startsWith('local.trace_segments') && name.includes('power-on'));
  return own.flatMap(([, minutes]) => minutes).reduce((total, { sum }) => total + sum, 0);
}

const powerOn = (thing: string) => calls.invoke('power-on', calls.report(thing), 'RequestResponse');
const session = `arn:aws:sts::${account}:assumed-role/${names.role('power-on')}/power-on`;

describe('a function that lacks a permission', () => {
  test("returns AWS's error for a denied call", async () => {
    const { error, payload } = await lacking('dynamodb:UpdateItem', () => powerOn('light-1'));
    const table = `arn:aws:dynamodb:${region}:${account}:table/device-power`;
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({
      errorType: 'AccessDeniedException',
      errorMessage: `User: ${session} is not authorized to perform: dynamodb:UpdateItem on resource: ${table} because no identity-based policy allows the dynamodb:UpdateItem action`,
    });
  });

  test('does not run a function that is not allowed to use its KMS key', async () => {
    const message = await lacking('lambda.', () => powerOn('light-1').catch(String));
    expect(message).toContain('Lambda was unable to decrypt the environment variables because KMS access was denied');
    expect(message).toContain(`${session} is not authorized to perform: kms:Decrypt`);
  });

  test('runs a function that is not allowed to write its log, but loses the log lines', async () => {
    expect(await lacking('logs:PutLogEvents', () => powerOn('unheard'))).toMatchObject({ error: undefined });
    await powerOn('heard');
    const filter = new FilterLogEventsCommand({ logGroupName: '/aws/lambda/power-on', filterPattern: 'heard' });
    const lines = await poll(async () => {
      const { events = [] } = await logs.send(filter);
      return events.length > 0 ? events.map(({ message = '' }) => message) : undefined;
    }, 'the lines of the invocation with the permission');
    expect(lines.filter((line) => line.includes('unheard'))).toEqual([]);
  });

  test('runs a function that is not allowed to send traces, but loses the traces', async () => {
    const before = await segments();
    expect(await lacking('xray:PutTraceSegments', () => powerOn('light-1'))).toMatchObject({ error: undefined });
    expect(await segments()).toBe(before);
    await powerOn('light-1');
    expect(await segments()).toBe(before + 1);
  });
});
