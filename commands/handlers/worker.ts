// Loads one handler as Lambda's init phase does, and records which environment variables are read.
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, relative } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { loadHandler } from '@himeshima/local-aws/lambda';
import type { HandlerToLoad, LoadedHandler, VariableRead } from './handler-protocol';

const { root, directory, variables }: HandlerToLoad = workerData;

/** Stack trace of the first read of each variable, stored as an Error, which maps its stack to the sources only on access. */
const reads = new Map<string, Error>();

/** Returns the function's variables as an environment whose reads are recorded. */
function recordReads(): NodeJS.ProcessEnv {
  const record = (name: string | symbol, trap: (...given: never[]) => unknown) => {
    if (typeof name !== 'string' || reads.has(name)) return;
    const error = new Error(name);
    Error.captureStackTrace(error, trap);
    reads.set(name, error);
  };
  return new Proxy<NodeJS.ProcessEnv>(
    { ...variables },
    {
      get: function get(target, name) {
        record(name, get);
        return Reflect.get(target, name);
      },
      has: function has(target, name) {
        record(name, has);
        return Reflect.has(target, name);
      },
    },
  );
}

/**
 * Returns the locations of a stack in the project's sources, innermost first. Frames of packages and of Node.js are undefined.
 */
function placesIn(stack: string): readonly (string | undefined)[] {
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  return frames.map((frame) => {
    const { path = '', line } = /\(?(?:file:\/\/)?(?<path>\/[^()]+?):(?<line>\d+):\d+\)?$/.exec(frame)?.groups ?? {};
    const file = relative(root, path);
    return isOwn(file) ? `${file}:${line}` : undefined;
  });
}

/**
 * Returns whether a file belongs to the project.
 * Includes the bindings of @himeshima/constructs, which read variables for the function that declares them.
 */
const isOwn = (file: string) => /^(?!\.\.|build\/|node_modules\/(?!@himeshima\/))./.test(file);

/** Returns the location to report: preferably one in a function's folder, because shared code reads variables on behalf of its caller. */
const callerAmong = (places: readonly (string | undefined)[]) =>
  places.find((place) => place?.startsWith('functions/') === true) ?? places.find((place) => place !== undefined);

function unsetReads(): readonly VariableRead[] {
  return [...reads].flatMap(([name, { stack = '' }]) => {
    if (name in variables) return [];
    const places = placesIn(stack);
    const place = places[0] === undefined ? undefined : callerAmong(places);
    return place === undefined ? [] : [{ name, place }];
  });
}

/** Returns the bundle's code, and a function that maps an offset in it to the source. */
function readBundle() {
  const code = readFileSync(join(directory, 'handler.js'), 'utf8');
  const map = new SourceMap(JSON.parse(readFileSync(join(directory, 'handler.js.map'), 'utf8')));
  const sourceOf = (offset: number) => {
    const before = code.slice(0, offset).split('\n');
    const entry = map.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
    // unmapped code comes from a package (own-source-maps.ts of @himeshima/constructs)
    if (!('originalSource' in entry) || typeof entry.originalSource !== 'string') return undefined;
    return { file: entry.originalSource.replace(/^(?:\.\.\/)+/, ''), line: entry.originalLine + 1 };
  };
  return { code, sourceOf };
}

/** Finds reads that happen after the import: `process.env.NAME` in the project's code, and any mention in a package. */
function laterReads(): { readonly read: readonly string[]; readonly unset: readonly VariableRead[] } {
  const { code, sourceOf } = readBundle();
  const own = [...code.matchAll(/process\.env(?:\??\.(\w+)|\["([^"]+)"\])/g)].flatMap(
    ({ 1: key, 2: name = key, index }) => {
      const source = sourceOf(index);
      return name !== undefined && source && isOwn(source.file)
        ? [{ name, place: `${source.file}:${source.line}` }]
        : [];
    },
  );
  const mentioned = Object.keys(variables).filter((name) =>
    [...code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].some(({ index }) => !isOwn(sourceOf(index)?.file ?? '')),
  );
  return {
    read: [...own.map(({ name }) => name), ...mentioned],
    unset: own.filter(({ name }) => !(name in variables)),
  };
}

async function load(): Promise<LoadedHandler['failure']> {
  try {
    await loadHandler(directory, 'handler.handler');
    // an import that starts a rejecting promise must fail now, not in the first invocation
    await new Promise((resolve) => setImmediate(resolve));
    return undefined;
  } catch (error) {
    const places = error instanceof Error ? placesIn(error.stack ?? '') : [];
    return { message: String(error), place: callerAmong(places) };
  }
}

async function observe(): Promise<LoadedHandler> {
  process.setSourceMapsEnabled(true);
  process.env = recordReads();
  const failure = await load();
  const later = laterReads();
  return {
    ...(failure && { failure }),
    read: [...reads.keys(), ...later.read],
    unset: [...unsetReads(), ...later.unset],
  };
}

void observe().then((loaded) => parentPort?.postMessage(loaded));
