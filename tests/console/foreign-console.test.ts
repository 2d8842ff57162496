import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { type ForeignPlatform, startForeignPlatform } from '../end-to-end/foreign-platform';
import { functionOf } from '../end-to-end/foreign-stack';
import { type ConsoleClient, type ConsoleEvent, consoleClient, Events } from './console-client';
import { openView } from './dev-console';
import { describeInChromium, openBrowser, violationsOn } from './open-browser';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'himeshima-broken-'));
/** The worker fails as long as this file exists. */
const broken = join(folder, 'broken');

const worker = `
const { existsSync } = require('node:fs');
exports.handler = async (event) => {
  if (existsSync(${JSON.stringify(broken)})) throw new Error('the worker is broken');
  return event;
};`;

let theirs: ForeignPlatform;
let client: ConsoleClient;

beforeAll(async () => {
  theirs = await startForeignPlatform(
    {
      resource: {
        aws_sqs_queue: { jobs: { name: 'jobs' }, failed: { name: 'failed' } },
        aws_lambda_function: { worker: functionOf('worker') },
        aws_cloudwatch_log_group: { worker: { name: '/aws/lambda/worker' } },
        aws_lambda_event_source_mapping: {
          jobs: {
            event_source_arn: '${aws_sqs_queue.jobs.arn}',
            function_name: '${aws_lambda_function.worker.arn}',
          },
        },
        aws_sns_topic: { jobs: { name: 'new-jobs' } },
        aws_sns_topic_subscription: {
          jobs: { topic_arn: '${aws_sns_topic.jobs.arn}', protocol: 'sqs', endpoint: '${aws_sqs_queue.jobs.arn}' },
        },
        aws_sqs_queue_policy: {
          jobs: {
            queue_url: '${aws_sqs_queue.jobs.id}',
            policy: JSON.stringify({
              Version: '2012-10-17',
              Statement: {
                Effect: 'Allow',
                Principal: { Service: 'sns.amazonaws.com' },
                Action: 'sqs:SendMessage',
                Resource: '*',
              },
            }),
          },
        },
        aws_iot_topic_rule: {
          jobs: {
            name: 'jobs',
            enabled: true,
            sql: "SELECT * FROM 'jobs/new'",
            sql_version: '2016-03-23',
            sns: [{ target_arn: '${aws_sns_topic.jobs.arn}', role_arn: 'arn:aws:iam::000000000000:role/rules' }],
          },
        },
        aws_lambda_function_event_invoke_config: {
          worker: {
            function_name: '${aws_lambda_function.worker.function_name}',
            maximum_retry_attempts: 0,
            destination_config: { on_failure: { destination: '${aws_sqs_queue.failed.arn}' } },
          },
        },
      },
      zips: { worker },
    },
    // the small disk limit causes payloads to be deleted early
    ['--console', 'on', '--console-payloads', '1'],
  );
  client = consoleClient(theirs.platform.console ?? '');
});
afterAll(async () => {
  await theirs?.stop();
  rmSync(folder, { recursive: true });
});

/** Returns the newest event of a kind, as soon as it occurs. */
const newest = (kind: string): Promise<ConsoleEvent> =>
  poll(
    async () => (await client.get(`/events?limit=1&kind=${kind}`, Events)).events[0],
    `an event of the kind ${kind}`,
  );

const Drawn = z.object({
  nodes: z.array(z.object({ id: z.string(), kind: z.string() })),
  edges: z.array(z.object({ from: z.string(), to: z.string() })),
});

test('draws the map of any stack', async () => {
  const { nodes, edges } = await client.get('/map', Drawn);
  expect(nodes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: 'aws_sqs_queue.jobs', kind: 'queue' }),
      expect.objectContaining({ id: 'aws_lambda_function.worker', kind: 'function' }),
    ]),
  );
  const lines = edges.map(({ from, to }) => `${from} → ${to}`);
  expect(lines).toEqual(
    expect.arrayContaining([
      'aws_iot_topic_rule.jobs → aws_sns_topic.jobs',
      'aws_sns_topic.jobs → aws_sqs_queue.jobs',
      'aws_sqs_queue.jobs → aws_lambda_function.worker',
      'aws_lambda_function.worker → aws_sqs_queue.failed',
    ]),
  );
});

test('shows a batch of a queue with the invocation that it caused', async () => {
  const { sqs } = theirs.clients;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'jobs' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'job' }));
  const batch = await newest('batch');
  const { events } = await client.get(`/traces/${batch.trace}`, Events);
  expect(events.find(({ kind }) => kind === 'invoked')).toMatchObject({
    cause: batch.id,
    resource: 'aws_lambda_function.worker',
  });
});

test('follows a message through a rule, a topic and a queue to a function', async () => {
  const { body } = await client.ask('POST', '/messages', { topic: 'jobs/new', payload: '{"job":1}' });
  const { trace } = z.object({ trace: z.number() }).parse(body);
  const kinds = await poll(async () => {
    const { events } = await client.get(`/traces/${trace}`, Events);
    return events.some(({ kind }) => kind === 'batch') ? events.map(({ kind }) => kind) : undefined;
  }, 'the batch in the trace of the message');
  expect(kinds).toEqual(expect.arrayContaining(['published', 'rule-matched', 'notification', 'batch', 'invoked']));
});

test('replays a dead letter after the function is fixed', async () => {
  writeFileSync(broken, '');
  const payload = Buffer.from(JSON.stringify({ job: 7 }));
  await theirs.clients.lambda.send(
    new InvokeCommand({ FunctionName: 'worker', InvocationType: 'Event', Payload: payload }),
  );
  const dead = await newest('queued');
  expect(dead.replayable).toBe(true);
  rmSync(broken);
  const { body } = await client.ask('POST', '/replays', { event: dead.id });
  const { trace } = z.object({ trace: z.number() }).parse(body);
  const again = await poll(async () => {
    const { events } = await client.get(`/traces/${trace}`, Events);
    return events.find(({ kind }) => kind === 'invoked');
  }, 'the replayed invocation');
  const result = again.payloads.find(({ label }) => label === 'result');
  const { text } = await client.get(`/payloads/${result?.ref}`, z.object({ text: z.string() }));
  expect(JSON.parse(text)).toEqual({ job: 7 });
});

describeInChromium('the console in a browser', () => {
  test.each([
    ['map', 'new-jobs'],
    ['traces', 'Failed only'],
    ['devices', 'The registry does not contain any things.'],
    ['mqtt', 'Export NDJSON'],
    ['monitors', 'Select a monitor to show its query'],
  ])('shows the view %s of a stack without devices and monitors', async (view, text) => {
    const browser = await openBrowser();
    try {
      const { page, problems } = await openView(browser, client, view);
      await page.getByText(text).first().waitFor();
      expect(await violationsOn(page)).toEqual([]);
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  test('a platform engineer replays a dead letter after a fix', async () => {
    const browser = await openBrowser();
    try {
      const { page, problems } = await openView(browser, client, 'traces?failed=true');
      const newestLetter = async () => (await client.get('/events?limit=1&kind=queued', Events)).events[0];
      const earlier = await newestLetter();
      writeFileSync(broken, '');
      const payload = Buffer.from(JSON.stringify({ job: 8 }));
      await theirs.clients.lambda.send(
        new InvokeCommand({ FunctionName: 'worker', InvocationType: 'Event', Payload: payload }),
      );
      // the list also contains the failed trace of an earlier test
      const dead = await poll(async () => {
        const letter = await newestLetter();
        return letter?.id === earlier?.id ? undefined : letter;
      }, 'the dead letter');
      await page.getByRole('list', { name: 'Traces' }).locator(`a[href*="traces/${dead.trace}"]`).click();
      const trace = page.getByRole('region', { name: 'Selected trace' });
      const deadLetter = trace.getByRole('listitem').filter({ hasText: 'worker failed 1 time' });
      await deadLetter.getByRole('button', { name: 'Replay' }).waitFor();
      expect(await violationsOn(page)).toEqual([]);
      rmSync(broken);
      await deadLetter.getByRole('button', { name: 'Replay' }).click();
      await trace.getByText('Replay of').waitFor();
      await trace.getByText('no failures').waitFor();
      await trace.getByRole('button', { name: /result/i }).click();
      await trace.getByText('8', { exact: true }).waitFor();
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  test('says that a payload was deleted because the disk space is used up', async () => {
    const publish = (payload: string) => client.ask('POST', '/messages', { topic: 'large', payload });
    const { trace } = z.object({ trace: z.number() }).parse((await publish('first')).body);
    for (let sent = 0; sent < 10; sent++) await publish('x'.repeat(128 * 1024));
    const browser = await openBrowser();
    try {
      const { page } = await openView(browser, client, `traces/${trace}`);
      await page.getByRole('button', { name: /message/ }).click();
      await page.getByText('this payload was deleted to make room for newer ones').waitFor();
      await page.getByRole('button', { name: 'Replay' }).click();
      await page.getByText('the payload of this event was not recorded, or has been deleted').waitFor();
      expect(await violationsOn(page)).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

test('denies changes in a read-only console', async () => {
  const other = await startForeignPlatform({ resource: { aws_sqs_queue: { jobs: { name: 'jobs' } } } }, [
    '--console',
    'on',
    '--console-read-only',
  ]);
  try {
    const readOnly = consoleClient(other.platform.console ?? '');
    const message = { topic: 'a', payload: '' };
    expect(await readOnly.ask('POST', '/messages', message)).toEqual({
      status: 403,
      body: { message: 'the console is read-only (--console-read-only)' },
    });
    expect((await readOnly.ask('GET', '/platform')).body).toMatchObject({ readOnly: true });
  } finally {
    await other.stop();
  }
});

test('starts without the console if its port is in use, and says so', async () => {
  const port = new URL(client.origin).port;
  const other = await startForeignPlatform({ resource: { aws_sqs_queue: { jobs: { name: 'jobs' } } } }, [
    '--console',
    'on',
    '--console-port',
    port,
  ]);
  expect(other.platform.console).toBe(`off: port ${port} is in use; choose another port with --console-port`);
  await other.stop();
});
