import { readdirSync, rmSync } from 'node:fs';
import { batchLines, fail, onSignal, showsColours, terminalWidth, writableFolder } from '@himeshima/cli';
import { createPlatformResources } from '../console/platform-resources';
import type { PlatformEvent } from '../events';
import type { LoadedStack } from '../load-stack';
import type { PlatformOptions, RunningPlatform } from '../running-platform';
import { following } from '../screen/follow';
import { createScreen, type JsonSources, jsonLineOf, type ScreenOptions } from '../screen/screen';
import { writeAwsProfile } from './aws-profile';
import { claimFolder } from './claim-folder';
import { mayUpdateShadow } from './may-update-shadow';
import { openConsole } from './open-console';
import { ownFolder } from './own-folder';
import type { startOptions } from './start-options';
import { startScreenText } from './start-screen';
import { writeApiAccess } from './write-api-access';
import { writeEndpoints } from './write-endpoints';

export type StartOptions = ReturnType<ReturnType<typeof startOptions>['opts']>;

export interface StartedPlatform {
  readonly platform: RunningPlatform;
  /** Absolute path of the --dir folder. */
  readonly directory: string;
}

/** Settings that differ between the programs that start the platform. */
export interface StartProgram {
  /** Title of the start screen. */
  readonly title: string;
  /** Name of the AWS profile in the configuration file that the command writes. */
  readonly profile: string;
  /** Table in the start screen's example command. The default is the last table if a device can publish or there are no things. */
  readonly exampleTable?: string;
  /** Folder in which the results of slow computations are cached. */
  readonly cache?: string | undefined;
  load(): Promise<readonly LoadedStack[]>;
  /** Returns the folder of the console's page (default: the page in @himeshima/console). */
  consoleAssets?(): Promise<string>;
  /** Called before the start screen is printed. */
  started?(started: StartedPlatform): void;
  /** Called after the start screen has been printed. */
  ready?(started: StartedPlatform): Promise<void>;
}

/** Runs stacks until Ctrl-C is pressed. If the stacks cannot run, prints the reason in one line and exits. */
export const start = (options: StartOptions, program: StartProgram): Promise<void> =>
  startOrThrow(options, program).catch((error: unknown) => {
    fail(error);
    // otherwise, services that have already started would keep the process alive
    process.exit(1);
  });

async function startOrThrow(options: StartOptions, program: StartProgram): Promise<void> {
  if (options.temporary) removeAtEnd(options.dir);
  if (process.connected === false) leave();
  process.on('disconnect', leave);
  const began = performance.now();
  const stacks = await program.load();
  // restrict permissions only after synthesis, so that other users can read the synthesized files
  process.umask(0o077);
  const directory = ownFolder('--dir', options.dir);
  const printLine = batchLines((text) => process.stdout.write(text));
  process.once('exit', printLine.now);
  const screen = createScreenOptions();
  const json: JsonSources = { isThing: () => false, addressOf: () => undefined };
  const print = printer(options.json ? (event) => jsonLineOf(event, json) : createScreen(screen), printLine);
  let closeConsole = async () => {};
  const relevant = options.follow === undefined ? (event: PlatformEvent) => [event] : following(options.follow);
  let isReady = false;
  const given: PlatformOptions = {
    stacks,
    directory,
    cache: program.cache,
    data: options.data === undefined ? undefined : ownFolder('--data', options.data),
    mqttPort: options.mqttPort,
    awsPort: options.port,
    apiPort: options.apiPort,
    speed: options.speed,
    without: options.without ?? [],
    values: options.value,
    variables: options.var,
    evaluationDelaySeconds: options.evaluationDelay,
    rates: options.quotas,
    followed: options.follow,
    isolate: options.isolate ?? [],
    inspect: options.inspect ?? [],
    listen: (event) => {
      if (event.kind === 'note') return print(event);
      if (event.kind === 'log-written' && !options.json) return;
      // skip these events, because most messages do not satisfy the WHERE clauses of the rules that receive them
      if (event.kind === 'rule-skipped' && options.follow === undefined && !options.json) return;
      for (const one of relevant(event)) if (isReady && !options.quiet) print(one);
    },
  };
  claimFolder(directory);
  // load the platform only after the options have been validated, because loading takes half a second
  const { startPlatform } = await import('../running-platform.js');
  const platform = await startPlatform(given);
  const stop = async () => {
    await closeConsole();
    await platform.stop();
  };
  endOnSignal(stop, () => {
    if (!options.json && !options.quiet) printLine(stoppedText(options.data));
  });
  const started = { platform, directory };
  const awsConfig = writeAwsProfile(directory, {
    ...platform.credentials,
    name: program.profile,
    endpoint: platform.endpoint,
    region: platform.parts.place.region,
  });
  writeApiAccess(directory, platform);
  const { applied, mqttPort, endpoint, parts, apis, webSockets } = platform;
  const [api] = apis;
  const [live] = webSockets;
  const apiUrls = { ...(api !== undefined && { api: api.url }), ...(live !== undefined && { live }) };
  const endpoints = { mqtt: `mqtts://127.0.0.1:${mqttPort}`, aws: endpoint, ...apiUrls };
  json.isThing = (name) => parts.registry.thing(name) !== undefined;
  json.addressOf = createPlatformResources(platform).addressOf;
  const webConsole =
    options.console === 'off'
      ? undefined
      : await openConsole(options, {
          platform,
          title: program.title,
          directory,
          endpoints,
          ...(program.consoleAssets && { assets: program.consoleAssets }),
        });
  if (typeof webConsole === 'object') {
    closeConsole = webConsole.close;
    screen.traceUrl = webConsole.traceUrl;
    screen.monitorUrl = webConsole.monitorUrl;
    json.payloadsOf = webConsole.payloadsOf;
  }
  const consoleText = typeof webConsole === 'object' ? webConsole.url : webConsole;
  writeEndpoints(directory, { ...endpoints, ...(typeof webConsole === 'object' && { console: webConsole.origin }) });
  program.started?.(started);
  const about = { mqttPort, endpoint, ...apiUrls, directory, awsConfig, seconds: (performance.now() - began) / 1000 };
  const things = parts.registry.things();
  if (options.json) printLine(JSON.stringify({ kind: 'ready', ...about, console: consoleText, ...applied }));
  else {
    const text = startScreenText({
      ...about,
      applied,
      title: program.title,
      profile: program.profile,
      exampleTable: program.exampleTable,
      stackDirectories: platform.directories,
      console: consoleText,
      things,
      shadowThing: things.find((thing) => mayUpdateShadow(thing, parts)),
      tables: parts.dynamodb.tables(),
      evaluationDelaySeconds: options.evaluationDelay,
      width: terminalWidth(),
      rates: options.quotas,
      verbose: options.verbose,
    });
    printLine(text);
  }
  isReady = true;
  await program.ready?.(started);
}

/**
 * Removes the folder when the process exits.
 * @throws Error if the folder is not empty
 */
function removeAtEnd(dir: string): void {
  const folder = writableFolder('--dir', dir, 0o700);
  if (readdirSync(folder).length > 0)
    throw new Error(
      `--temporary: ${dir} is not empty; choose a new or empty folder, because the folder is removed on exit`,
    );
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}

/** Returns a function that prints events. Events without text are not printed. */
function printer(
  format: (event: PlatformEvent) => string | undefined,
  print: (line: string) => void,
): (event: PlatformEvent) => void {
  return (event) => {
    const text = format(event);
    if (text !== undefined) print(text);
  };
}

/** Returns the options of the screen. The console's URL is added when the console runs. */
const createScreenOptions = (): ScreenOptions => ({
  // read the width for each line, because the terminal can be resized while the platform runs
  get width() {
    return terminalWidth();
  },
  colour: showsColours(),
});

/** Exits immediately. Called only before the platform runs, while there are no services to stop. */
const leave = () => process.exit(1);

const stoppedText = (data: string | undefined) =>
  data === undefined
    ? 'stopped; tables, queues and shadows are discarded (--data FOLDER keeps them)'
    : `stopped; tables, queues and shadows are kept in ${data}`;

/**
 * Stops the platform on Ctrl-C, or when a parent process with an IPC channel exits. A second Ctrl-C exits immediately.
 * @param stopped called once the platform has stopped
 */
function endOnSignal(stop: () => Promise<void>, stopped: () => void): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) process.exit(130);
    isEnding = true;
    stop().then(
      () => {
        stopped();
        // the exit code is 0 unless a failure has set it
        process.exit();
      },
      () => process.exit(1),
    );
  };
  onSignal(end);
  process.on('disconnect', end);
  process.off('disconnect', leave);
}
