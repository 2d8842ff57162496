import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { Digest, type ScheduledEvent } from '../../contracts/digest';
import { type Light, startLight } from '../../devices/light';
import { askHistory } from './ask-history';
import { describeQueries } from './describe-queries';
import { type LivePage, openPage } from './live-page';
import { type Person, personAt } from './person';
import { openTarget, type Target } from './target';

// The tests tell one story in sequence. They take seconds locally, and minutes in an AWS account, where deliveries take five minutes.
jest.setTimeout(600_000);

const thing = 'light-1';
const device = `/devices/${thing}`;

let target: Target;
let person: Person;
let light: Light;
let page: LivePage | undefined;
/** Time at which the last command finished, in ms since the epoch. */
let obeyedAt: number;
beforeAll(async () => {
  target = await openTarget();
  light = await startLight(target.mqttUrl, await target.identity(thing));
});
afterAll(async () => {
  page?.close();
  await light?.disconnect();
  await target?.close();
});

/** Polls the API until its response meets a condition, and returns that response. */
const pollResponse = (path: string, isExpected: (text: string) => boolean) =>
  poll(
    async () => {
      const { body } = await person.ask('GET', path);
      return isExpected(JSON.stringify(body)) ? body : undefined;
    },
    path,
    60,
    100,
  );

test('an administrator sets the owner of a device', async () => {
  const administrator = await personAt(target, 'admin');
  const owner = { owner: administrator.sub };
  expect(await administrator.ask('PUT', `${device}/owner`, owner)).toMatchObject({ status: 204 });
});

test('the owner gets a token and sees the device', async () => {
  person = await personAt(target, 'read', 'command');
  expect(await person.ask('GET', device)).toMatchObject({ status: 200, body: { thing, type: 'light' } });
});

const Given = z.object({ command: z.string() });
const Ended = z.looseObject({ endedAt: z.iso.datetime() });

test('the owner opens a page with live updates for owned devices only', async () => {
  page = await openPage(target.outputs.live_url.value, person.token);
  expect(await page.ask({ action: 'subscribe', thing: 'nothing' })).toMatchObject({ kind: 'problem', status: 404 });
  expect(await page.ask({ action: 'subscribe', thing })).toEqual({ kind: 'subscribed', thing });
});

test("the owner sends a command and reads the command's state, the shadow and the history", async () => {
  for (const power of [true, false]) {
    const response = await person.ask('POST', `${device}/power-commands`, { power });
    expect(response).toMatchObject({ status: 202, body: { thing, power, state: 'waiting' } });
    const { command } = Given.parse(response.body);
    const ended = await pollResponse(`${device}/power-commands/${command}`, (text) => text.includes('"endedAt"'));
    obeyedAt = Date.parse(Ended.parse(ended).endedAt);
    expect(ended).toMatchObject({ command, power, state: 'succeeded', acknowledgedAt: expect.any(String) });
    await pollResponse(`${device}/shadow`, (text) => text.includes(`"reported":{"power":${power}`));
    for (const state of ['waiting', 'succeeded'])
      await page?.hears(
        (message) => message.kind === 'command' && message.command === command && message.state === state,
        `the state ${state} of the command on the page`,
        60,
      );
    const changed = await page?.hears(
      (message) => message.kind === 'shadow' && message.after.reported?.['power'] === power,
      `power ${power} on the page`,
      60,
    );
    expect(changed).toMatchObject({ kind: 'shadow', thing, version: expect.any(Number) });
  }
  expect(await person.ask('GET', `${device}/power-commands`)).toMatchObject({
    body: { commands: [{ power: false }, { power: true }] },
  });
  const history = await pollResponse(`${device}/shadow/history`, (text) => text.includes('"power":true'));
  const on = { reported: expect.objectContaining({ power: true }) };
  expect(history).toMatchObject({
    changes: expect.arrayContaining([expect.objectContaining({ after: expect.objectContaining(on) })]),
  });
});

test("the owner cancels a command to an offline device, and cannot send bulk commands to other owners' devices", async () => {
  await light.disconnect();
  const response = await person.ask('POST', `${device}/power-commands`, { power: true, expiresInSeconds: 3600 });
  const { command } = Given.parse(response.body);
  const path = `${device}/power-commands/${command}`;
  expect(await person.ask('POST', `${device}/power-commands`, { power: false })).toMatchObject({ status: 409 });
  expect(await person.ask('DELETE', path)).toMatchObject({ status: 202, body: { command } });
  await pollResponse(path, (text) => text.includes('"state":"cancelled"'));
  const things = [thing, 'light-2'];
  expect(await person.ask('POST', '/power-commands', { things, power: true })).toMatchObject({ status: 404 });
});

test('the owner sends bulk commands, and a light that was offline executes its command when it reconnects', async () => {
  const response = await person.ask('POST', '/power-commands', { things: [thing], power: true, expiresInSeconds: 600 });
  expect(response).toMatchObject({ status: 202, body: { running: true, devices: [{ thing, state: 'waiting' }] } });
  const { id } = z.object({ id: z.string() }).parse(response.body);
  await pollResponse(`${device}/shadow`, (text) => text.includes('"desired":{"power":true'));
  light = await startLight(target.mqttUrl, await target.identity(thing));
  const ended = await pollResponse(`/power-commands/${id}`, (text) => text.includes('"running":false'));
  expect(ended).toMatchObject({ id, counts: { succeeded: 1 } });
  expect(light.power).toBe(true);
});

/** Returns the day in Japan, which has a fixed offset because it has no daylight saving time. */
const dayOf = (moment: number) => new Date(moment + 9 * 3_600_000).toISOString().slice(0, 10);

/**
 * Writes the digest of a day by invoking the schedule's function, instead of waiting for the night.
 * An existing digest is overwritten.
 */
async function writeDigest(date: string): Promise<void> {
  const event: ScheduledEvent = { time: `${date}T23:59:59Z` };
  const lambda = new LambdaClient();
  const invocation = new InvokeCommand({ FunctionName: 'timer-event', Payload: JSON.stringify(event) });
  const { FunctionError } = await lambda.send(invocation).finally(() => lambda.destroy());
  if (FunctionError !== undefined) throw new Error(`timer-event failed: ${FunctionError}`);
}

test('an administrator reads the digest of the day', async () => {
  const date = dayOf(obeyedAt);
  // let Firehose deliver, which takes five minutes
  await target.letPass(301);
  const administrator = await personAt(target, 'admin');
  const digest = await poll(
    async () => {
      await writeDigest(date);
      const { status, body } = await administrator.ask('GET', `/digests/${date}`);
      return status === 200 && JSON.stringify(body).includes(`"thing":"${thing}"`) ? body : undefined;
    },
    `${thing} in the digest of ${date}`,
    420,
    500,
  );
  const [seen] = Digest.parse(digest).devices.filter((one) => one.thing === thing);
  expect(seen?.onSeconds).toBeGreaterThan(0);
  expect(seen?.changes).toBeGreaterThanOrEqual(2);
  expect(await person.ask('GET', `/digests/${date}`)).toMatchObject({ status: 401 });
});

describeQueries('the archive', () => {
  test('a named query returns how long the device was on', async () => {
    const rows = await poll(
      async () => {
        const answer = await askHistory('time-on');
        return answer.some((row) => row['thing'] === thing) ? answer : undefined;
      },
      `${thing} in the result of time-on`,
      420,
      500,
    );
    const seconds = rows.filter((row) => row['thing'] === thing).map(({ seconds_on: own }) => Number(own));
    expect(Math.max(...seconds)).toBeGreaterThan(0);
  });
});
