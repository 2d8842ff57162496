import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import { clientsOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { killCommands, runCommand } from '../command-process';
import { type ApiCaller, createApiCaller } from './api/api-caller';
import { describeDocumentedRequests } from './api/documented-requests';
import { describeGeneratedRequests } from './api/generated-requests';
import { describePersonStory } from './api/person-story';
import { describeRejectedRequests } from './api/rejected-requests';
import { describeRequestLimits } from './api/request-limits';
import { describeSwitchALightGuide } from './api/switch-a-light-guide';
import { root } from './foreign-platform';

jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), 'himeshima-api-'));
let platform: LocalAwsProcess;
let shared: ApiCaller | undefined;
beforeAll(async () => {
  await synthesizeIfStale(root, environmentNamed('dev'));
  platform = await startPlatformProcess({ root, directory });
  shared = createApiCaller(platform, clientsOf(platform));
});
afterAll(async () => {
  killCommands();
  shared?.close();
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

function apiCaller(): ApiCaller {
  if (shared === undefined) throw new Error('the platform has not started');
  return shared;
}

const suites = [
  describePersonStory,
  describeSwitchALightGuide,
  describeDocumentedRequests,
  describeGeneratedRequests,
  describeRejectedRequests,
  describeRequestLimits,
];
for (const describeSuite of suites) describeSuite(apiCaller);

describe('npm run token', () => {
  test('prints a token that the API accepts, or the headers for curl', async () => {
    const { code, stdout } = await runCommand('token', ['--scope', 'read', '--dir', directory], 20);
    expect(code).toBe(0);
    const headers = { authorization: stdout.trim(), 'x-api-key': apiCaller().access.key };
    expect((await apiCaller().send({ path: '/devices', headers })).status).toBe(200);
    const both = await runCommand('token', ['--scope', 'read,admin', '--headers', '--dir', directory], 20);
    expect(both.stdout).toMatch(/^authorization: Bearer \S+\nx-api-key: \S+\n$/);
    const who = await runCommand('token', ['--who', '--dir', directory], 20);
    expect(who.stdout).toBe(`${apiCaller().access.clientId}\n`);
  });

  test.each([
    [['--scope', 'all'], '✗ no token for himeshima/all: invalid_scope; known scopes: read, command, admin'],
    [['--scope', 'read', '--dir', '/nowhere'], '✗ no API was started in /nowhere; run npm start, or set --dir'],
  ])('rejects %j with one line and exit code 1', async (args, line) => {
    const given = args.includes('--dir') ? args : [...args, '--dir', directory];
    expect(await runCommand('token', given, 20)).toMatchObject({ code: 1, stderr: `${line}\n` });
  });
});

test('every response matches the specification', () => {
  expect(apiCaller().strange).toEqual([]);
});
