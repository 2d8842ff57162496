import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { poll } from './poll';

const Ready = z.object({
  kind: z.literal('ready'),
  mqttPort: z.number(),
  endpoint: z.string(),
  api: z.string().optional(),
  live: z.string().optional(),
  directory: z.string(),
  awsConfig: z.string(),
  seconds: z.number(),
});

const Event = z.looseObject({ kind: z.string() });
/** One line of `--json`. */
export type EventLine = z.infer<typeof Event>;

export interface LocalAwsProcessOptions {
  /** A `cdktf.out`, a `cdk.tf.json`, a folder with `*.tf.json` files, or the JSON of a plan. */
  readonly stacks?: string;
  /** More arguments of `local-aws start`. Ports are free ones. */
  readonly args?: readonly string[];
  /** Folder of keys, certificates and unpacked functions. Default: a new one, which is removed at the end. */
  readonly directory?: string;
  /** Working directory. */
  readonly cwd?: string;
  /** Node.js program that receives the arguments, instead of `local-aws start`. */
  readonly command?: readonly string[];
}

/** A platform in a separate process, on free ports. It ends with this process. */
export interface LocalAwsProcess {
  mqttUrl: string;
  /** Endpoint of the AWS APIs. */
  endpoint: string;
  /** URL of the REST API, if the stack has one. */
  api: string | undefined;
  /** URL of the WebSocket API, if the stack has one. */
  live: string | undefined;
  directory: string;
  /** Path of the file with its AWS profile. */
  awsConfig: string;
  secondsToReady: number;
  pid: number;
  /** Events so far. */
  events: readonly EventLine[];
  /** Lines on stderr so far; a healthy platform writes none. */
  complaints: readonly string[];
  /**
   * Returns the first event that matches, past or future.
   * @throws Error when the deadline passes
   */
  event(fits: (event: EventLine) => boolean, what: string, seconds?: number): Promise<EventLine>;
  /** Sets the platform seconds per real second. */
  setSpeed(speed: number): Promise<void>;
  /** Moves the platform's clock forward, by at most 86,400 seconds. */
  advance(seconds: number): Promise<void>;
  /**
   * Ends the process as Ctrl-C does, and kills it after 5 seconds.
   * @returns its exit code; null if it was killed
   */
  stop(): Promise<number | null>;
}

const secondsToEnd = 5;

/**
 * Starts `local-aws` in a separate process, for tests that must not share their process with functions and the
 * broker. `startLocalAws` is faster and runs in this process.
 * @throws Error with the output of the process, if it ends before it is ready
 */
export async function startLocalAwsProcess(options: LocalAwsProcessOptions): Promise<LocalAwsProcess> {
  // the child detects by the channel that this process has ended, for any reason
  const child = spawn(process.execPath, argumentsOf(options), {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const kill = () => child.kill('SIGKILL');
  // before a listener that removes its folder
  process.prependOnceListener('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the platform has no output to read');
  const events: EventLine[] = [];
  const complaints: string[] = [];
  // the reporter of the error adds the mark again
  createInterface({ input: stderr }).on('line', (line) => complaints.push(line.replace(/^✗ /, '')));
  createInterface({ input: stdout }).on('line', (line) => {
    const parsed = Event.safeParse(JSON.parse(line));
    if (parsed.success) events.push(parsed.data);
  });
  const exit = exitOf(child);
  const ready = await Promise.race([
    poll(() => events.map((event) => Ready.safeParse(event).data).find((found) => found !== undefined), 'ready', 60),
    // on close, not on exit: by then all output has been read
    new Promise((resolve) => child.once('close', resolve)).then(() => {
      throw new Error(complaints.join('\n') || 'the platform ended before it was ready');
    }),
  ]).catch((error: unknown) => {
    kill();
    throw error;
  });

  return {
    mqttUrl: `mqtts://127.0.0.1:${ready.mqttPort}`,
    endpoint: ready.endpoint,
    api: ready.api,
    live: ready.live,
    directory: ready.directory,
    awsConfig: ready.awsConfig,
    secondsToReady: ready.seconds,
    pid: child.pid ?? 0,
    events,
    complaints,
    event: (fits, what, seconds) => poll(() => events.find(fits), what, seconds),
    setSpeed: (speed) => setClock(ready.endpoint, { speed }),
    advance: (advanceSeconds) => setClock(ready.endpoint, { advanceSeconds }),
    stop() {
      child.kill('SIGINT');
      const late = setTimeout(kill, secondsToEnd * 1000);
      return exit.finally(() => clearTimeout(late));
    },
  };
}

function argumentsOf({ stacks, args = [], directory, command = localAwsStart() }: LocalAwsProcessOptions): string[] {
  const folder =
    directory === undefined
      ? ['--dir', mkdtempSync(join(tmpdir(), 'local-aws-')), '--temporary']
      : ['--dir', directory];
  const ports = ['--mqtt-port', '0', '--port', '0', '--api-port', '0'];
  return [...command, ...(stacks === undefined ? [] : [stacks]), ...ports, '--json', ...folder, ...args];
}

/**
 * Returns the arguments that run `local-aws start`.
 * @throws Error if the package is not built, as in its repository
 */
function localAwsStart(): string[] {
  const program = join(__dirname, '..', 'cli', 'local-aws.js');
  if (!existsSync(program)) throw new Error(`${program} does not exist; build @himeshima/local-aws, or pass a command`);
  return [program, 'start'];
}

/**
 * Changes the platform's clock.
 * @throws Error with the response if the platform rejects the change
 */
async function setClock(endpoint: string, change: { speed: number } | { advanceSeconds: number }): Promise<void> {
  const response = await fetch(`${endpoint}/_local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  if (!response.ok) throw new Error(`the clock rejects ${JSON.stringify(change)}: ${await response.text()}`);
}

const exitOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));
