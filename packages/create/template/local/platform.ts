import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';

// if Node.js is older than Lambda's version, the SDK prints a seven-line warning per program
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const Endpoints = z.object({ mqtt: z.string(), aws: z.string() });

const defaultFolder = '.starter';

/** Platform that `npm start` runs on this machine. */
export interface RunningPlatform {
  /** Folder of the platform's keys, certificates and endpoints: `--dir` of `npm start`. */
  readonly folder: string;
  readonly endpoints: z.infer<typeof Endpoints>;
}

type Program = (platform: RunningPlatform, args: readonly string[]) => Promise<void>;

/** Runs a program with the platform in `--dir` and the other arguments. Prints an error on one line and sets the exit code. */
export function runProgram(program: Program): void {
  runOrThrow(program).catch((error: Error) => {
    console.error(`✗ ${error.message}`);
    process.exitCode = 1;
  });
}

async function runOrThrow(program: Program): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { dir: { type: 'string', default: defaultFolder } },
    allowPositionals: true,
  });
  const folder = values.dir;
  const file = join(folder, 'endpoints.json');
  const start = folder === defaultFolder ? 'npm start' : `npm start -- --dir ${folder}`;
  const notRunning = `the platform is not running: ${start}`;
  if (!existsSync(file)) throw new Error(notRunning);
  try {
    await program({ folder, endpoints: Endpoints.parse(JSON.parse(readFileSync(file, 'utf8'))) }, positionals);
  } catch (error) {
    throw isConnectionRefused(error) ? new Error(notRunning) : error;
  }
}

function isConnectionRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === 'ECONNREFUSED') || isConnectionRefused(error.cause);
}
