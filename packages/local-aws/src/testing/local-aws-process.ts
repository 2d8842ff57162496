import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
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
  console: z.string().optional(),
  directory: z.string(),
  awsConfig: z.string(),
  seconds: z.number(),
});

const Event = z.looseObject({ kind: z.string() });
/** Line of the output of `local-aws start --json`. */
export type EventLine = z.infer<typeof Event>;

export interface LocalAwsProcessOptions {
  /** A `cdktf.out`, a `cdk.tf.json`, a folder with `*.tf.json` files, or a plan's JSON. */
  readonly stacks?: string;
  /** Additional arguments of `local-aws start`. Free ports are chosen automatically. */
  readonly args?: readonly string[];
  /** Folder for keys, certificates and unpacked functions. The default is a new folder, which is removed at the end. */
  readonly directory?: string;
  /** Working directory of the process. */
  readonly cwd?: string;
  /** Node.js program, with its first arguments, to run instead of `local-aws start`. */
  readonly command?: readonly string[];
}

/** Platform in a separate process, which uses free ports and exits when this process exits. */
export interface LocalAwsProcess {
  mqttUrl: string;
  /** Endpoint for the AWS APIs. */
  endpoint: string;
  /** URL of the REST API, if the stack declares one. */
  api: string | undefined;
  /** URL of the WebSocket API, if the stack declares one. */
  live: string | undefined;
  /** URL of the web console with its token. The console is off unless `args` contain `--console on`. */
  console: string | undefined;
  directory: string;
  /** Path of the configuration file that contains the platform's AWS profile. */
  awsConfig: string;
  secondsToReady: number;
  pid: number;
  /** Events printed by the process so far. */
  events: readonly EventLine[];
  /**
   * Lines that the process has printed to stderr, and lines on stdout that are not JSON.
   * A healthy platform prints no such lines.
   */
  complaints: readonly string[];
  /**
   * Returns the first matching event, waiting if the event has not occurred yet.
   * @throws Error if the deadline passes, or the process exits first; the error then contains the lines on stderr
   */
  event(fits: (event: EventLine) => boolean, what: string, seconds?: number): Promise<EventLine>;
  /** Sets the clock's speed, in platform seconds per real second. */
  setSpeed(speed: number): Promise<void>;
  /** Moves the platform's clock forward, by at most 86,400 seconds. */
  advance(seconds: number): Promise<void>;
  /**
   * Stops the process as Ctrl-C does. Kills it if it is still running after 5 seconds.
   * @returns the exit code, or null if the process was killed
   */
  stop(): Promise<number | null>;
}

const secondsToEnd = 5;

/**
 * Starts `local-aws` in a separate process, for tests that must not share their process with functions and the broker.
 * `startLocalAws`, which runs in this process, is faster.
 * @throws Error with the process's output if the process cannot be started, or exits before the platform is ready
 */
export async function startLocalAwsProcess(options: LocalAwsProcessOptions): Promise<LocalAwsProcess> {
  // with the IPC channel, the child detects that this process has exited, whatever the reason
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'local-aws-'));
  const child = spawn(process.execPath, argumentsOf(options, directory), {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const kill = () => child.kill('SIGKILL');
  // remove the folder here: it contains private keys, and a killed process cannot remove it
  const removeTemporary = () => {
    if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
  };
  const killAndRemove = () => {
    kill();
    removeTemporary();
  };
  // run before the caller's listeners, which might remove a folder to which the process is still writing
  process.prependOnceListener('exit', killAndRemove);
  const ended = new Promise<Error>((resolve) => {
    child.once('error', (error) => resolve(new Error(`the platform cannot be started: ${error.message}`)));
    // listen for `close` instead of `exit`, because all output has been read by then
    child.once('close', () => resolve(new Error(complaints.join('\n') || 'the platform has exited')));
  });
  void ended.then(() => {
    process.off('exit', killAndRemove);
    removeTemporary();
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the platform has no output to read');
  const events: EventLine[] = [];
  const complaints: string[] = [];
  // remove the symbol, because the code that prints the error adds it
  createInterface({ input: stderr }).on('line', (line) => complaints.push(line.replace(/^✗ /, '')));
  createInterface({ input: stdout }).on('line', (line) => {
    const event = eventIn(line);
    if (event === undefined) complaints.push(line);
    else events.push(event);
  });
  const exit = exitOf(child);
  let failure: Error | undefined;
  void ended.then((error) => {
    failure = error;
  });
  const first = <Found>(find: () => Found | undefined, what: string, seconds?: number) =>
    poll(
      () => {
        const found = find();
        if (found === undefined && failure !== undefined) throw failure;
        return found;
      },
      what,
      seconds,
    );
  const readyEvent = () => events.map((event) => Ready.safeParse(event).data).find((found) => found !== undefined);
  const ready = await first(readyEvent, 'ready', 60).catch((error: unknown) => {
    kill();
    throw error;
  });

  return {
    mqttUrl: `mqtts://127.0.0.1:${ready.mqttPort}`,
    endpoint: ready.endpoint,
    api: ready.api,
    live: ready.live,
    console: ready.console,
    directory: ready.directory,
    awsConfig: ready.awsConfig,
    secondsToReady: ready.seconds,
    pid: child.pid ?? 0,
    events,
    complaints,
    event: (fits, what, seconds) => first(() => events.find(fits), what, seconds),
    setSpeed: (speed) => setClock(ready.endpoint, { speed }),
    advance: (advanceSeconds) => setClock(ready.endpoint, { advanceSeconds }),
    stop() {
      child.kill('SIGINT');
      const late = setTimeout(kill, secondsToEnd * 1000);
      return exit.finally(() => clearTimeout(late));
    },
  };
}

/** Returns the event in a line of `--json` output, or undefined if the line is not an event. */
function eventIn(line: string): EventLine | undefined {
  try {
    return Event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function argumentsOf(
  { stacks, args = [], directory: given, command = localAwsStart() }: LocalAwsProcessOptions,
  directory: string,
): string[] {
  const folder = ['--dir', directory, ...(given === undefined ? ['--temporary'] : [])];
  const ports = ['--mqtt-port', '0', '--port', '0', '--api-port', '0', '--console', 'off', '--console-port', '0'];
  return [...command, ...(stacks === undefined ? [] : [stacks]), ...ports, '--json', ...folder, ...args];
}

/**
 * Returns the arguments that run `local-aws start`.
 * @throws Error if the package has not been built, as in a fresh checkout of its repository
 */
function localAwsStart(): string[] {
  const program = join(__dirname, '..', 'cli', 'local-aws.js');
  if (!existsSync(program)) throw new Error(`${program} does not exist; build @himeshima/local-aws, or pass a command`);
  return [program, 'start'];
}

/**
 * Changes the speed or the time of the platform's clock.
 * @throws Error with the response if the platform rejects the change
 */
async function setClock(endpoint: string, change: { speed: number } | { advanceSeconds: number }): Promise<void> {
  const response = await fetch(`${endpoint}/_local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  if (!response.ok)
    throw new Error(`the platform rejected the clock change ${JSON.stringify(change)}: ${await response.text()}`);
}

const exitOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));
