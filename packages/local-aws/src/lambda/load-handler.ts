import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './function-errors';
import { whenIdle } from './when-idle';

/** Handler of a function. It returns its result or a promise, or passes the result to the callback. */
export type Handler = (event: unknown, context: object, callback: Callback) => unknown;
type Callback = (error: unknown, result?: unknown) => void;

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

async function load(path: string): Promise<unknown> {
  // the extensions are tried in Lambda's order (developer guide, "nodejs-handler")
  const file = ['.js', '.mjs', '.cjs'].map((extension) => `${path}${extension}`).find((name) => existsSync(name));
  try {
    return file === undefined || !file.endsWith('.mjs')
      ? require(file ?? path)
      : await import(pathToFileURL(file).href);
  } catch (error) {
    // a .js file in a package with "type": "module" cannot be required
    if (codeOf(error) === 'ERR_REQUIRE_ESM' && file !== undefined) return import(pathToFileURL(file).href);
    throw error;
  }
}

/**
 * Loads a function's handler.
 * @param handler file name without its extension, and name of the export: `index.handler`
 * @throws RuntimeError with Lambda's error type, or any error that the code throws while it is loaded
 */
export async function loadHandler(directory: string, handler: string): Promise<Handler> {
  const dot = handler.lastIndexOf('.');
  const loaded = await load(join(directory, handler.slice(0, dot))).catch((error: unknown) => {
    if (error instanceof SyntaxError) throw new RuntimeError('UserCodeSyntaxError', String(error));
    const code = codeOf(error);
    if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new RuntimeError('ImportModuleError', String(error));
  });
  const found: unknown =
    typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, handler.slice(dot + 1)) : undefined;
  if (isHandler(found)) return found;
  const fault = found ? 'is not a function' : 'is undefined or not exported';
  throw new RuntimeError('HandlerNotFound', `${handler} ${fault}`);
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/**
 * Calls a handler. The result is the value of the promise that the handler returns, the value that the handler passes
 * to its callback, or null if the process becomes idle first.
 * Source: aws-lambda-nodejs-runtime-interface-client, Runtime.js.
 * @throws the error that the handler throws, rejects with or passes to its callback
 */
export function call(handler: Handler, event: unknown, context: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const before = process.getActiveResourcesInfo().length;
    const returned = handler(event, context, (error, result) =>
      error === undefined || error === null ? resolve(result) : reject(error),
    );
    if (isPromise(returned)) returned.then(resolve, reject);
    else whenIdle(before, () => resolve(null));
  });
}
