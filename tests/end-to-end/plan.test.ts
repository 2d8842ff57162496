import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { GetQueueAttributesCommand, ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { poll } from '@himeshima/local-aws/testing';
import { strToU8, zipSync } from 'fflate';
import { clientsOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { commandServer } from '../command-process';
import { root } from './foreign-platform';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'himeshima-plan-'));
const plan = join(folder, 'plan.json');
const directory = join(folder, 'state');
const args = ['--out', plan];
const fixture = join(__dirname, 'modules-plan.json');
const commands = commandServer();
afterAll(async () => {
  await commands.end();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => copyFileSync(fixture, plan));

/** Replaces text in the plan. */
const rewrite = (before: string, after: string) => {
  const text = readFileSync(fixture, 'utf8');
  expect(text).toContain(before);
  writeFileSync(plan, text.replaceAll(before, after));
};

const startFromPlan = () => commands.run('start', [...args, '--mqtt-port', '0', '--port', '0', '--dir', directory]);

test('runs a plan with one module per queue, and delivers a message through the rule and the queue to the function', async () => {
  const code = 'exports.handler = async (event) => console.log(`worked on ${event.job}`);';
  writeFileSync(join(folder, 'worker.zip'), zipSync({ 'index.js': strToU8(code) }));
  const platform = await startPlatformProcess({ root, directory, args });
  try {
    const { sqs, iotData, region } = clientsOf(platform);
    expect(region).toBe('eu-west-1');
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    expect(QueueUrls.map((url) => url.split('/').slice(-2).join('/')).sort()).toEqual([
      '000000000000/jobs-0',
      '000000000000/mails-0',
    ]);
    const urlOf = (name: string) => QueueUrls.find((url) => url.endsWith(name));
    const delay = new GetQueueAttributesCommand({ QueueUrl: urlOf('mails-0'), AttributeNames: ['DelaySeconds'] });
    expect((await sqs.send(delay)).Attributes).toEqual({ DelaySeconds: '5' });

    await iotData.send(new PublishCommand({ topic: 'jobs/new', payload: strToU8('{"job":7}'), qos: 1 }));
    const receive = new ReceiveMessageCommand({ QueueUrl: urlOf('jobs-0'), WaitTimeSeconds: 1 });
    const body = await poll(async () => (await sqs.send(receive)).Messages?.[0]?.Body, 'a message');
    expect(JSON.parse(body)).toEqual({ job: 7 });
    await platform.event(({ kind, function: name }) => kind === 'invoked' && name === 'worker', 'the function');
    expect(platform.events).toContainEqual(
      expect.objectContaining({ kind: 'note', text: expect.stringContaining('aws_iot_topic_rule.new_job.') }),
    );
  } finally {
    await platform.stop();
  }
});

test('rejects unsupported resources before any resource starts, and reports their addresses in the plan', async () => {
  rewrite('aws_sqs_queue', 'aws_mq_broker');
  const { code, stderr } = await startFromPlan();
  expect(code).toBe(1);
  expect(stderr).toContain(
    'module.queue["jobs"].aws_mq_broker.queue[0], module.queue["mails"].aws_mq_broker.queue[0] cannot run locally. ' +
      `To exclude them and everything that refers to them: --without 'module.queue["jobs"].aws_mq_broker.queue[0]' --without 'module.queue["mails"]`,
  );
});

test('rejects values that are known only after apply, and reports their addresses and attributes', async () => {
  rewrite('"module.queue[\\"jobs\\"].url"', '"local.queue_url", "module.queue[\\"jobs\\"].url"');
  expect((await startFromPlan()).stderr).toContain(
    'aws_iot_topic_rule.new_job (sqs.0.queue_url is known only after apply) cannot run locally. ',
  );
});

test.each([
  ['aws_iot_topic_rule.new_job', 'invalid --value "aws_iot_topic_rule.new_job": expected ADDRESS.ATTRIBUTE=VALUE, '],
  ['aws_iot_topic_rule.new_jbo.sql=x', '--value aws_iot_topic_rule.new_jbo.sql: no such resource or data source is'],
])('rejects --value %s in one line', async (value, message) => {
  const { code, stderr } = await commands.run('start', [...args, '--value', value, '--dir', directory]);
  expect({ code, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 1, lines: 1 });
  expect(stderr).toContain(message);
});

test('accepts values for attributes that are unknown in the plan', async () => {
  rewrite('"module.queue[\\"jobs\\"].url"', '"local.queue_url", "module.queue[\\"jobs\\"].url"');
  const url = '${module.queue["jobs"].aws_sqs_queue.queue[0].url}';
  const platform = await startPlatformProcess({
    root,
    directory,
    args: [...args, '--value', `aws_iot_topic_rule.new_job.sqs.0.queue_url=${url}`],
  });
  try {
    const { sqs, iotData } = clientsOf(platform);
    await iotData.send(new PublishCommand({ topic: 'jobs/new', payload: strToU8('{"job":8}'), qos: 1 }));
    const receive = new ReceiveMessageCommand({
      QueueUrl: `${platform.endpoint}/000000000000/jobs-0`,
      WaitTimeSeconds: 1,
    });
    const body = await poll(async () => (await sqs.send(receive)).Messages?.[0]?.Body, 'a message');
    expect(JSON.parse(body)).toEqual({ job: 8 });
  } finally {
    await platform.stop();
  }
});

test('rejects --var, because a plan contains fixed values of variables', async () => {
  const { stderr } = await commands.run('start', [...args, '--var', 'region=us-east-1', '--dir', directory]);
  expect(stderr).toBe(
    `✗ --var region: variables already have fixed values in the plan ${plan}; use terraform plan -var region=VALUE\n`,
  );
});
