import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';

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

const secondsToEnd = 5;

const Event = z.looseObject({ kind: z.string() });
export type SeenEvent = z.infer<typeof Event>;

/** The platform in a process of its own, on free ports, as a user starts it. It ends with this process. */
export interface PlatformProcess {
  mqttUrl: string;
  endpoint: string;
  /** Of the REST API, where the stack has one. */
  api: string | undefined;
  /** Of the WebSocket API, where the stack has one. */
  live: string | undefined;
  directory: string;
  /** The file of its AWS profile, `himeshima`. */
  awsConfig: string;
  secondsToReady: number;
  pid: number;
  /** All that it has said so far. */
  events: readonly SeenEvent[];
  /** What it has said on stderr, where a healthy platform says nothing. */
  complaints: readonly string[];
  /** The first event, already seen or still to come, that fits. @throws Error when the deadline passes */
  event(fits: (event: SeenEvent) => boolean, what: string, seconds?: number): Promise<SeenEvent>;
  /** Seconds of the platform's clock in a second. */
  setSpeed(speed: number): Promise<void>;
  /** Lets so many seconds of the platform's clock pass at once, 86,400 at most. */
  advance(seconds: number): Promise<void>;
  /** Ends it as Ctrl-C does, by force where that takes too long. @returns its exit code, null where it was killed */
  stop(): Promise<number | null>;
}

export async function poll<Value>(
  look: () => Promise<Value | undefined> | Value | undefined,
  what: string,
  seconds = 10,
  everyMilliseconds = 20,
): Promise<Value> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not seen within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
  }
}

/** @throws Error with what it printed, where it ends before it is ready */
export async function startPlatformProcess(options: {
  root: string;
  directory: string;
  args?: readonly string[];
}): Promise<PlatformProcess> {
  const free = ['--mqtt-port', '0', '--port', '0', '--api-port', '0', '--json', '--dir', options.directory];
  const args = [join(options.root, 'commands', 'run.mjs'), 'start', ...free, ...(options.args ?? [])];
  // by the channel it sees that this process is gone, whatever has ended it
  const child = spawn(process.execPath, args, { cwd: options.root, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const kill = () => child.kill('SIGKILL');
  // before whoever removes its folder
  process.prependOnceListener('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const events: SeenEvent[] = [];
  const complaints: string[] = [];
  // who reports this error marks it anew
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the platform has no output to read');
  createInterface({ input: stderr }).on('line', (line) => complaints.push(line.replace(/^✗ /, '')));
  createInterface({ input: stdout }).on('line', (line) => {
    const parsed = Event.safeParse(JSON.parse(line));
    if (parsed.success) events.push(parsed.data);
  });
  const exit = exitOf(child);
  const ready = await Promise.race([
    poll(() => events.map((event) => Ready.safeParse(event).data).find((found) => found !== undefined), 'ready', 60),
    // closed, not only ended: then all that it said is read
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

/** @throws Error with the clock's answer where it does not take the change */
async function setClock(endpoint: string, change: { speed: number } | { advanceSeconds: number }): Promise<void> {
  const response = await fetch(`${endpoint}/_local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  if (!response.ok) throw new Error(`the clock did not take ${JSON.stringify(change)}: ${await response.text()}`);
}

const exitOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));
