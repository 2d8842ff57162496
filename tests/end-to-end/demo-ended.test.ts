import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '@himeshima/local-aws/testing';
import { root } from './foreign-platform';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'himeshima-ended-'));
const groups: number[] = [];
afterAll(() => {
  // kill processes that failed tests left running; if the tests pass, the demo's process group has already exited
  for (const group of groups) spawnSync('kill', ['-KILL', '--', `-${group}`]);
  rmSync(folder, { recursive: true, force: true });
});

/** Returns a group's running processes, without zombies. */
function runningOf(group: number): string[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pgid=,stat=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([pgid, stat = '']) => Number(pgid) === group && !stat.startsWith('Z'))
    .map(([, , ...args]) => args.join(' '));
}

const demoFolders = () => readdirSync(folder).filter((name) => name.startsWith('himeshima-demo-'));

/** Starts a demo and waits for its platform. @returns its process, which leads a group */
async function startedDemo([command, ...args]: readonly [string, ...string[]]): Promise<number> {
  const env = { ...process.env, TMPDIR: folder };
  const demo = spawn(command, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = demo;
  if (pid === undefined) throw new Error(`${command} did not start`);
  groups.push(pid);
  let output = '';
  for (const stream of [demo.stdout, demo.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ready = () => {
    if (demo.exitCode !== null) throw new Error(`the demo exited too early: ${output}`);
    return output.includes('is ready') ? true : undefined;
  };
  await poll(ready, 'the platform of the demo', 40);
  expect(runningOf(pid).filter((args) => args.includes('run.mjs start'))).toHaveLength(1);
  return pid;
}

const byNode = [process.execPath, join('commands', 'run.mjs'), 'demo'] as const;
const byNpm = ['npm', 'run', 'demo'] as const;

test.each([
  ['node', 'SIGINT', byNode],
  ['npm', 'SIGTERM', byNpm],
] as const)(
  "a demo that %s started and %s terminated stops its platform and deletes the platform's folder",
  async (_by, signal, command) => {
    const pid = await startedDemo(command);
    process.kill(pid, signal);
    await poll(() => (runningOf(pid).length === 0 ? true : undefined), 'the exit of every process');
    expect(demoFolders()).toEqual([]);
  },
);

test("the platform of a killed demo stops, and the platform's folder is deleted", async () => {
  const pid = await startedDemo(byNode);
  process.kill(pid, 'SIGKILL');
  await poll(() => (runningOf(pid).length === 0 ? true : undefined), 'the exit of every process');
  expect(demoFolders()).toEqual([]);
});
