import { readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  createScreen,
  following,
  jsonLineOf,
  type LoadedStack,
  loadStack,
  loadStacks,
  type PlatformEvent,
  type PlatformOptions,
  type RateFactor,
  type RunningPlatform,
} from '@himeshima/local-aws';
import { environmentNamed } from '../config/environments';
import { stacksOf } from '../config/names';
import { fail } from './printing/fail';
import { linesAtOnce } from './printing/lines-at-once';
import { showsColours, terminalWidth } from './printing/terminal';
import { writeApiAccess } from './running/api-access';
import { writeAwsProfile } from './running/aws-profile';
import { claimFolder } from './running/claim-folder';
import { onSignal } from './running/end-on-signal';
import { writeOutputs } from './running/outputs';
import { ownFolder } from './running/own-folder';
import { projectFolder } from './running/project-folder';
import { readyText } from './running/ready';
import { bringUpToDate } from './running/up-to-date';
import { cacheFolder, writableFolder } from './running/writable-folder';

const help = `npm start [-- OPTIONS]

  Bundles and synthesizes what has changed, then runs the platform on this machine from its own Terraform:
  MQTT with mutual TLS, shadows, rules, functions, tables, workflows, logs and monitors. One line an event. Ctrl-C ends it.

  --env NAME                 the environment (dev)
  --out DIR|FILE             run another synthesized folder as it is, or the plan in a file: terraform show -json plan.tfplan
  --stack NAME               a stack in the folder of --out; may be repeated, in the order in which they are deployed
  --dir DIR                  for keys, certificates and unpacked functions (.himeshima); a second platform needs its own
  --data DIR                 keep tables, shadows, queues, streams, sessions, metrics and states of monitors there; the next
                             start goes on from them, even after a kill (else all is gone at the end)
  --temporary                remove that folder at the end; it has to be new or empty
  --mqtt-port N              8883; 0 takes a free one
  --port N                   of the AWS APIs, 4566; 0 takes a free one
  --api-port N               of the REST API, 8080; 0 takes a free one
  --speed N                  seconds of the platform's clock in a second, 0 to 10000 (1); at 0 it stands still, and moves by
                             POST /_local/clock {"advanceSeconds": 60} alone
  --evaluation-delay N       seconds that monitors wait for late metrics (0: here metrics arrive at once)
  --quotas on|off|FACTOR     AWS IoT's rates, such as 100 messages a second and connection (docs/local.md): enforced, not,
                             or so many times as much, 0.5 for half (on)
  --without ADDRESS          leave a resource out; STACK/ADDRESS, where two stacks have it; may be repeated
  --var NAME=VALUE           a Terraform variable; may be repeated
  --isolate NAME             run a function in a process of its own, which holds any excess of memory; may be repeated
  --inspect NAME             run a function in a process that waits for a debugger on port 9229
  --watch                    reload functions and monitors when their code changes, and say what needs a restart
  --follow ID                say what has to do with an id alone, log lines included: one of a trace, which a request brings as
                             x-trace-id, or of an invocation, an execution, a thing
  --json                     one JSON object a line
  --quiet                    say what is ready, and nothing of what happens

  example   npm start -- --speed 60 --data .himeshima-data`;

const options = {
  env: { type: 'string', default: 'dev' },
  out: { type: 'string' },
  stack: { type: 'string', multiple: true },
  dir: { type: 'string', default: '.himeshima' },
  data: { type: 'string' },
  temporary: { type: 'boolean', default: false },
  'mqtt-port': { type: 'string', default: '8883' },
  port: { type: 'string', default: '4566' },
  'api-port': { type: 'string', default: '8080' },
  speed: { type: 'string', default: '1' },
  'evaluation-delay': { type: 'string', default: '0' },
  quotas: { type: 'string', default: 'on' },
  without: { type: 'string', multiple: true },
  var: { type: 'string', multiple: true },
  isolate: { type: 'string', multiple: true },
  inspect: { type: 'string', multiple: true },
  watch: { type: 'boolean', default: false },
  follow: { type: 'string' },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

// `--speed -1` means -1, which is then refused by what it may be; parseArgs alone takes it for an option
const joined = (args: readonly string[]) =>
  args.flatMap((arg, index) => {
    if (/^-\d/.test(arg) && args[index - 1]?.startsWith('--')) return [];
    const next = args[index + 1] ?? '';
    return [arg.startsWith('--') && /^-\d/.test(next) ? `${arg}=${next}` : arg];
  });

const readArguments = () => parseArgs({ options, args: joined(process.argv.slice(2)) }).values;
type Arguments = ReturnType<typeof readArguments>;

function number(name: string, text: string, { max, whole }: { max: number; whole: boolean }): number {
  const value = decimal(text);
  if (!(value >= 0 && value <= max) || (whole && !Number.isInteger(value))) {
    throw new Error(`invalid --${name} "${text}": expected a${whole ? ' whole' : ''} number from 0 to ${max}`);
  }
  return value;
}

/** NaN for what `Number` would read another way than people do, such as 0x10, 1e3 and nothing. */
const decimal = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);

function rateFactor(text: string): RateFactor {
  if (text === 'off') return text;
  const factor = text === 'on' ? 1 : decimal(text);
  if (factor > 0 && Number.isFinite(factor)) return factor;
  throw new Error(
    `invalid --quotas "${text}": expected on, off, or a number above 0, for example 0.5 for half of each rate`,
  );
}

/** @throws Error where no line could have it */
function followedId(id: string | undefined): string | undefined {
  if (id === undefined || /^[\w:./-]{1,256}$/.test(id)) return id;
  throw new Error(
    `invalid --follow "${id}": expected the id of a trace, an execution or a thing, which has letters, digits, and - _ . : /`,
  );
}

function variables(given: readonly string[]): Record<string, string> {
  const pairs = given.map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new Error(`invalid --var "${text}": expected NAME=VALUE`);
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}

async function load({ out, stack, env, var: pairs = [] }: Arguments): Promise<readonly LoadedStack[]> {
  if (out === '') throw new Error('--out needs a folder');
  const given = variables(pairs);
  const loadAll = (folder: string, names: readonly string[]) => names.map((name) => loadStack(folder, name, given));
  if (out !== undefined && stack === undefined && isFile(out)) return loadStacks(resolve(out), given);
  if (out !== undefined) return loadAll(resolve(out), stack ?? stacksOf(environmentNamed(env)));
  if (stack !== undefined)
    throw new Error(`--stack ${stack[0]} needs --out, the folder that it lies in; --env chooses one of our own`);
  const environment = environmentNamed(env);
  await bringUpToDate(projectFolder(), environment);
  return loadAll(join(process.cwd(), 'cdktf.out'), stacksOf(environment));
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** @throws Error where the folder holds something that would be removed */
function removeAtEnd(dir: string): void {
  const folder = writableFolder('--dir', dir, 0o700);
  if (readdirSync(folder).length > 0) throw new Error(`--temporary: ${dir} is not empty, and would be removed`);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}

/** What prints events: for programs JSON, for people lines that fit the terminal. */
function printer(json: boolean, print: (line: string) => void): (event: PlatformEvent) => void {
  const screen = {
    // asked at each line, since a terminal is made wider while the platform runs
    get width() {
      return terminalWidth();
    },
    colour: showsColours(),
  };
  const tell = json ? jsonLineOf : createScreen(screen);
  return (event) => {
    const text = tell(event);
    if (text !== undefined) print(text);
  };
}

/** Until the platform runs there is nothing to close. */
const leave = () => process.exit(1);

/**
 * Ends the platform on Ctrl-C, and where the program is gone that has started it by a channel; a second Ctrl-C does not
 * wait.
 */
function endOnSignal(platform: RunningPlatform): void {
  let ending = false;
  const end = () => {
    if (ending) process.exit(130);
    ending = true;
    platform.stop().then(
      // 0, unless something has failed
      () => process.exit(),
      () => process.exit(1),
    );
  };
  onSignal(end);
  process.on('disconnect', end);
  process.off('disconnect', leave);
}

async function start(): Promise<void> {
  const values = readArguments();
  if (values.help) return console.log(help);
  const followed = followedId(values.follow);
  if (values.temporary) removeAtEnd(values.dir);
  if (process.connected === false) leave();
  process.on('disconnect', leave);
  const started = performance.now();
  const stacks = await load(values);
  // after the synthesis, whose output others may read
  process.umask(0o077);
  const directory = ownFolder('--dir', values.dir);
  const evaluationDelaySeconds = number('evaluation-delay', values['evaluation-delay'], { max: 86_400, whole: true });
  const rates = rateFactor(values.quotas);
  const printLine = linesAtOnce((text) => process.stdout.write(text));
  process.once('exit', printLine.now);
  const print = printer(values.json, printLine);
  const relevant = followed === undefined ? (event: PlatformEvent) => [event] : following(followed);
  let ready = false;
  const given: PlatformOptions = {
    stacks,
    directory,
    cache: cacheFolder(join(process.cwd(), 'build', 'known')),
    data: values.data === undefined ? undefined : ownFolder('--data', values.data),
    mqttPort: number('mqtt-port', values['mqtt-port'], { max: 65_535, whole: true }),
    awsPort: number('port', values.port, { max: 65_535, whole: true }),
    apiPort: number('api-port', values['api-port'], { max: 65_535, whole: true }),
    speed: number('speed', values.speed, { max: 10_000, whole: false }),
    without: values.without ?? [],
    variables: variables(values.var ?? []),
    evaluationDelaySeconds,
    rates,
    followed,
    isolate: values.isolate ?? [],
    inspect: values.inspect ?? [],
    listen: (event) => {
      if (event.kind === 'note') return print(event);
      for (const one of relevant(event)) if (ready && !values.quiet) print(one);
    },
  };
  claimFolder(directory);
  // what is wrong with the options is told before half a second of loading
  const { startPlatform } = await import('@himeshima/local-aws');
  const platform = await startPlatform(given);
  endOnSignal(platform);
  const awsConfig = writeAwsProfile(directory, {
    ...platform.credentials,
    endpoint: platform.endpoint,
    region: platform.parts.place.region,
  });
  const api = writeApiAccess(directory, platform);
  writeOutputs(directory, platform);
  const seconds = (performance.now() - started) / 1000;
  const { applied, mqttPort, endpoint, parts } = platform;
  const [live] = platform.webSockets;
  const addresses = { mqttPort, endpoint, ...(api !== undefined && { api }), ...(live !== undefined && { live }) };
  const what = { ...addresses, directory, awsConfig, seconds };
  if (values.json) printLine(JSON.stringify({ kind: 'ready', ...what, ...applied }));
  else {
    const text = readyText({
      ...what,
      applied,
      // somebody else's stacks go by their own names
      environment: values.out === undefined ? values.env : stacks.map(({ name }) => name).join(' and '),
      stackDirectories: stacks.map((stack) => stack.directory),
      things: parts.registry.things(),
      tables: parts.dynamodb.tables(),
      evaluationDelaySeconds,
      width: terminalWidth(),
      rates,
    });
    printLine(text);
  }
  ready = true;
  if (values.watch) {
    const { watchRooms } = await import('./running/watch.js');
    watchRooms({
      root: process.cwd(),
      platform,
      synthesize: () => load(values),
      tell: (text) => parts.bus.tell({ kind: 'note', text }),
    });
  }
}

start().catch((error: unknown) => {
  fail(error);
  // a part that has started already would keep the process alive
  process.exit(1);
});
