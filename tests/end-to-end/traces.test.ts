import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import { clientsOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { runCommand } from '../command-process';
import { type ApiCaller, createApiCaller } from './api/api-caller';
import { root } from './foreign-platform';

jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), 'himeshima-traces-'));
const followed = 'try-1';
let platform: LocalAwsProcess;
let apiCaller: ApiCaller;
beforeAll(async () => {
  await synthesizeIfStale(root, environmentNamed('dev'));
  platform = await startPlatformProcess({ root, directory, args: ['--follow', followed] });
  apiCaller = createApiCaller(platform, clientsOf(platform));
});
afterAll(async () => {
  apiCaller?.close();
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const lines = () => platform.events.filter(({ kind }) => kind === 'logged');

test('--follow prints only events and log lines with the trace ID', async () => {
  const other = await apiCaller.ask({ path: '/devices', headers: { 'X-Trace-Id': 'other' } });
  expect(other.headers['x-trace-id']).toBe('other');
  const answer = await apiCaller.ask({ path: '/devices', headers: { 'X-Trace-Id': followed } });
  expect(answer.headers['x-trace-id']).toBe(followed);
  await platform.event(({ kind }) => kind === 'api-answered', 'the request');
  expect(lines()).toEqual([
    expect.objectContaining({ group: '/aws/lambda/api', line: expect.stringContaining('"trace_id":"try-1"') }),
  ]);
  expect(platform.events.filter(({ kind }) => kind === 'api-answered')).toHaveLength(1);
});

test('--follow shows a command from the request through the workflow', async () => {
  const mine = {
    method: 'PUT',
    path: '/devices/light-1/owner',
    body: JSON.stringify({ owner: apiCaller.access.clientId }),
  };
  expect((await apiCaller.ask(mine)).status).toBe(204);
  const command = { method: 'POST', path: '/devices/light-1/power-commands', body: '{"power":true}' };
  expect((await apiCaller.ask({ ...command, headers: { 'X-Trace-Id': followed } })).status).toBe(202);
  for (const name of ['power-command', 'live-push'])
    await platform.event(
      ({ kind, group, line }) =>
        kind === 'logged' && group === `/aws/lambda/${name}` && String(line).includes(`"trace_id":"${followed}"`),
      `a line of ${name}`,
    );
});

test.each(['', 'a b', '"x"', 'x'.repeat(300)])('rejects --follow %j with a one-line error', async (id) => {
  const { code, stderr } = await runCommand('start', ['--follow', id, '--dir', directory], 20);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^✗ invalid --follow ".*": expected the ID of [^\n]+\n$/);
});
