import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { root } from './foreign-platform';

jest.setTimeout(150_000);

/** Deadline in seconds for a synthesis, which takes longer under load. */
const deadlineSeconds = 60;

const rooms = ['api', 'commands', 'config', 'contracts', 'functions', 'monitors', 'packages', 'stacks'];
/** Folders with the output of a synthesis. They are copied as well, so that the copy need not be synthesized again. */
const made = ['build/functions', 'build/inputs', 'cdktf.out'];
const files = ['main.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Copy of the project, which the tests edit while the platform runs. */
const copy = mkdtempSync(join(tmpdir(), 'himeshima-watch-'));
let platform: LocalAwsProcess;
beforeAll(async () => {
  await synthesizeIfStale(root, environmentNamed('dev'));
  for (const entry of [...rooms, ...files, ...made])
    cpSync(join(root, entry), join(copy, entry), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  platform = await startPlatformProcess({ root: copy, directory: join(copy, 'state'), args: ['--watch'] });
  await noteWith('watching functions/');
});
afterAll(async () => {
  await platform?.stop();
  rmSync(copy, { recursive: true, force: true });
});

function edit(file: string, text: string, by: string): void {
  const path = join(copy, file);
  const before = readFileSync(path, 'utf8');
  expect(before).toContain(text);
  writeFileSync(path, before.replace(text, by));
}

const noteWith = (text: string) =>
  platform.event((event) => event.kind === 'note' && String(event['text']).includes(text), text, deadlineSeconds);

test('reloads only edited monitors and SLOs', async () => {
  edit('monitors/slos.ts', 'target: 95', 'target: 94');
  edit('monitors/step-functions.ts', 'executions_failed{*}.as_count() >= 1', 'executions_failed{*}.as_count() >= 2');
  const notes = () =>
    platform.events
      .map((event) => String(event['text']))
      .filter((text) => text.includes('monitor changes take effect'));
  // the two edits may cause one reload or two
  const named = await poll(
    () => {
      const found = new Set(notes().flatMap((text) => text.match(/\w+_\w+/g) ?? []));
      return found.has('states_executions_failed') && found.has('command_burns_fast') ? found : undefined;
    },
    'the new declarations',
    deadlineSeconds,
  );
  expect([...named].sort()).toEqual(['command_burns_fast', 'command_burns_slowly', 'states_executions_failed']);
});

test('reports an invalid edit and its location, and keeps running', async () => {
  edit('monitors/step-functions.ts', 'aws.states.executions_failed{', 'aws.states.execution_failed{');
  await noteWith('dev was not synthesized; see the error above');
  expect(platform.complaints.join('\n')).toMatch(
    /synth dev: monitors\/step-functions\.ts:\d+ states_executions_failed/,
  );
  edit('monitors/step-functions.ts', 'aws.states.execution_failed{', 'aws.states.executions_failed{');
  await noteWith('no running resource has changed');
});

test('applies an edited contract to monitors as well as functions', async () => {
  edit('contracts/metrics.ts', '.command_ended`', '.command_completed`');
  await noteWith('was rebundled; the next invocation runs the new code');
  await poll(
    () => (platform.complaints.join('\n').includes('unknown metric himeshima.command_ended') ? true : undefined),
    'the monitors of the removed metric to be rejected',
    deadlineSeconds,
  );
  edit('contracts/metrics.ts', '.command_completed`', '.command_ended`');
});

test('applies an edited stack to the running platform', async () => {
  edit('stacks/features/power.ts', 'seconds(10)', 'seconds(11)');
  await noteWith('updated aws_lambda_function.power_on');
});

test('reports an edited resource that requires a restart', async () => {
  edit('contracts/archived-tables.ts', 'Version of the schema', 'Schema version');
  await noteWith('changed; restart to apply');
});

test('recommends a restart after a change to the local runtime’s own files', async () => {
  edit('packages/local-aws/src/clock.ts', '/** Cancels a timer', '/** Stops a timer');
  await noteWith('packages/local-aws/src/clock.ts changed');
  await noteWith('the local runtime itself changed; restart to apply');
});
