import { type ChildProcess, fork, spawn } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';

const root = process.cwd();

const ProcessEnd = z.object({
  /** Exit code; null if the command was killed. */
  code: z.number().nullable(),
  stdout: z.string(),
  stderr: z.string(),
});
export type ProcessEnd = z.infer<typeof ProcessEnd>;

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
 * Runs the script of `npm run NAME -- ARGS` without npm, and kills it after a timeout in seconds.
 * @param input text to pipe into the command
 */
export function runCommand(
  name: string,
  args: readonly string[],
  seconds: number,
  env: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<ProcessEnd> {
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
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(deadline);
      running.delete(child);
      resolve({ code, ...output });
    });
  });
}

/**
 * Starts a process that runs commands one after another. This takes less time than one process per command, but does not
 * test standard input, signals, or the output of a child process.
 * @param folder folder of the project
 */
export function commandServer(folder: string = root) {
  const child = fork(join(folder, 'tests', 'command-server.mjs'), {
    cwd: folder,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let last: Promise<unknown> = Promise.resolve();

  const answerTo = (name: string, args: readonly string[], variables: Readonly<Record<string, string>>) =>
    new Promise<ProcessEnd>((resolve, reject) => {
      const onExit = () => reject(new Error(`${name} ${args.join(' ')} exited the process; use runCommand`));
      if (!child.connected) return onExit();
      child.once('exit', onExit);
      child.once('message', (message) => {
        child.off('exit', onExit);
        resolve(ProcessEnd.parse(message));
      });
      child.send({ name, args, variables });
    });

  return {
    /** Runs `npm run NAME -- ARGS` once all earlier commands have finished. */
    run(name: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<ProcessEnd> {
      const answer = last.then(() => answerTo(name, args, variables));
      last = answer.catch(() => undefined);
      return answer;
    },
    /** Ends the process. */
    async end(): Promise<void> {
      child.kill();
      await ended;
    },
  };
}
