import { AthenaClient } from '@aws-sdk/client-athena';
import { poll } from '@himeshima/local-aws/testing';
import { runNamedQuery } from '../../commands/archive-queries/run-query';
import { archivedTables } from '../../contracts/archived-tables';
import { database } from '../../contracts/questions';
import { startLight } from '../../devices/light';
import { startSensor } from '../../devices/sensor';
import { killCommands, runCommand } from '../command-process';
import { askHistory } from './ask-history';
import { describeQueries } from './describe-queries';
import { openTarget, type Target } from './target';

// the tests take seconds locally, but in an AWS account, deliveries take five minutes
jest.setTimeout(900_000);

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(async () => {
  killCommands();
  await target?.close();
});

/** Repeats a query until it returns rows, and returns these rows. */
const pollRows = (what: string, look: () => ReturnType<typeof askHistory>) =>
  poll(
    async () => {
      const rows = await look();
      return rows.length > 0 ? rows : undefined;
    },
    what,
    420,
    200,
  );

describeQueries('archive queries', () => {
  beforeAll(async () => {
    const light = await startLight(target.mqttUrl, await target.identity('light-1'));
    const sensor = await startSensor(target.mqttUrl, {
      identity: await target.identity('sensor-1'),
      kind: 'temp',
      room: 'room1',
      now: Date.now,
    });
    await light.report({ power: true });
    for (const value of [21.5, 28]) await sensor.measure(value);
    await target.letPass(60);
    await light.report({ power: false });
    await Promise.all([light.disconnect(), sensor.disconnect()]);
    // let Firehose deliver, which takes five minutes
    await target.letPass(301);
  });

  test('the archive queries return the measurements and states of the test devices', async () => {
    const on = await pollRows('time-on', () => askHistory('time-on'));
    const seconds = on.map(({ seconds_on: own }) => Number(own)).reduce((sum, own) => sum + own, 0);
    expect(on[0]).toMatchObject({ thing: 'light-1' });
    expect(seconds).toBeGreaterThanOrEqual(60);
    const above = await pollRows('rooms-above', () => askHistory('rooms-above', { degrees: '27.5' }));
    expect(above).toContainEqual(expect.objectContaining({ room: 'room1', hottest: 28 }));
    const messages = await askHistory('messages-a-day');
    expect(messages.some(({ kind, messages: count }) => kind === 'temp' && Number(count) >= 2)).toBe(true);
    const silent = (await askHistory('fell-silent')).map(({ thing }) => thing);
    expect(silent).toEqual(expect.arrayContaining(['light-1', 'sensor-1']));
  });

  test.each(archivedTables)('every column of the table $name contains a value', async ({ name, columns }) => {
    const client = new AthenaClient();
    const counts = columns.map((column) => `count(${column.name}) AS ${column.name}`).join(', ');
    const question = { Name: name, Database: database, QueryString: `SELECT ${counts} FROM ${name}` };
    const { rows } = await runNamedQuery(client, question, []);
    client.destroy();
    expect(rows[0]?.filter((count) => Number(count) === 0)).toEqual([]);
  });

  test('the query command prints results as a table or as JSON', async () => {
    const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const args = ['time-on', '--from', day(-1), '--to', day(1), '--aws'];
    const [table, json] = await Promise.all([
      runCommand('query', args, 60),
      runCommand('query', [...args, '--json'], 60),
    ]);
    expect(table).toMatchObject({ code: 0, stderr: '' });
    expect(table.stdout).toMatch(/^day {9}thing {4}seconds_on\n\d{4}-\d\d-\d\d {2}light-1 +\d+\n/);
    expect(JSON.parse(json.stdout)).toContainEqual({
      day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      thing: 'light-1',
      seconds_on: expect.any(Number),
    });
  });

  test('the query command reports a failed query in one line', async () => {
    const client = new AthenaClient();
    const question = {
      Name: 'x',
      Database: database,
      QueryString: 'SELECT regexp_like(thing, thing) FROM measurements WHERE none = 1',
    };
    await expect(runNamedQuery(client, question, [])).rejects.toThrow(/the query failed: .*(regexp_like|none)/);
    client.destroy();
  });
});

test.each([
  [['time-onn'], /^✗ unknown query time-onn; did you mean time-on\? \(known: time-on, .*\)\n$/],
  [['time-on', '--dir', '/nowhere'], /^✗ no platform was started in \/nowhere; run npm start, or set --dir\n$/],
])('npm run query fails for %j with one line and exit code 1', async (args, line) => {
  expect(await runCommand('query', args, 60)).toMatchObject({ code: 1, stderr: expect.stringMatching(line) });
});
