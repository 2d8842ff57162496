import { execFile, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Returns the path of a program; undefined if it is not installed. */
export const onPath = (program: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(isExecutable);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const secondsToEnd = 20;

export interface ProcessEnd {
  readonly code: number | undefined;
  readonly printed: string;
  readonly complained: string;
}

/** Runs a program until it exits, with any code. */
export function runProgram(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<ProcessEnd> {
  const env = { ...process.env, ...environment };
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: secondsToEnd * 1000 }, (error, printed, complained) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined;
      resolve({ code, printed, complained });
    });
  });
}

/** Starts a program that runs until it is stopped. @returns its output so far, and a function that stops it */
export function startProgram(program: string, args: readonly string[]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const lines: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n').filter(Boolean)));
  const exit = new Promise((resolve) => child.once('exit', resolve));
  return {
    lines,
    async stop() {
      child.kill();
      await exit;
    },
  };
}
