import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const root = process.cwd();

export interface Ended {
  /** Exit code; null if the command was killed. */
  code: number | null;
  stdout: string;
  stderr: string;
}

const running = new Set<ChildProcess>();

/** Kills a command and its child processes. Each command leads a process group. */
function kill({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

/** Kills the commands that failed tests left running. Call it in afterAll. */
export function killCommands(): void {
  for (const child of running) kill(child);
}

/**
 * Runs `npm run NAME -- ARGS` without npm until it exits. Kills it after a timeout in seconds.
 * @param input text to pipe into the command
 */
export function runCommand(
  name: string,
  args: readonly string[],
  seconds: number,
  env: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<Ended> {
  const command = [join(root, 'commands', 'run.mjs'), name, ...args];
  const child = spawn(process.execPath, command, {
    cwd: root,
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // ignore the error if the command exits without reading its input, which closes the pipe
  child.stdin.on('error', () => undefined).end(input);
  running.add(child);
  const deadline = setTimeout(() => kill(child), seconds * 1000);
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(deadline);
      running.delete(child);
      resolve({ code, ...said });
    });
  });
}
