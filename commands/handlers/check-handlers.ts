import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { DeclaredFunction, FoundProblem, RefusedProblem } from '@himeshima/constructs';
import { unpack } from '@himeshima/local-aws/lambda';
import type { Environment } from '../../config/environment';
import { forEachConcurrently } from '../platform/for-each-concurrently';
import { passedChecks } from '../platform/passed-checks';
import type { LoadedHandler } from './handler-protocol';
import { loadHandlerInWorker, workerFile } from './load-handler-in-worker';
import { replaceExpressions } from './replace-expressions';

type HandlerProblem = FoundProblem | RefusedProblem;

/** Matches variables that Node.js or Lambda reads before the function is loaded (developer guide, "configuration-envvars"). */
const readByRuntime = /^(NODE_|TZ$|AWS_LAMBDA_)/;
/** Matches variables that Lambda sets or that configure the SDK. */
const setByLambda = /^(AWS_|LAMBDA_|NODE_|_HANDLER$|_X_AMZN_|LANG$|PATH$|TZ$|LD_LIBRARY_PATH$)/;

/**
 * Values for Lambda's own variables.
 * They do not depend on the environment, so a function with the same variables in all environments is loaded only once.
 */
const lambdaVariables = { AWS_REGION: 'us-east-1' };

/**
 * Loads every function's bundle once with the variables that its stack declares.
 * Skips a function whose bundle and variables are unchanged since the last successful check.
 * @returns handlers that cannot be loaded, variables that are declared but not read, and variables that are read but not declared
 */
export async function checkHandlers(
  root: string,
  functions: readonly DeclaredFunction<Environment>[],
): Promise<readonly HandlerProblem[]> {
  const passed = passedChecks(join(root, 'build', 'known', 'handlers'));
  const worker = readFileSync(workerFile());
  const zips = new Map(functions.map(({ name }) => [name, readFileSync(zipOf(root, name))]));
  const changed = functions.flatMap((declared) => {
    const variables = { ...replaceExpressions(declared.variables), ...lambdaVariables };
    const contents = [worker, zips.get(declared.name) ?? '', JSON.stringify(variables)];
    return passed.has(...contents) ? [] : [{ declared, variables, contents }];
  });
  if (changed.length === 0) return [];

  const loaded = await loadAll(root, changed);
  return changed.flatMap(({ declared, contents }, index) => {
    const handler = loaded[index];
    const problems = handler === undefined ? [] : problemsOf(declared, handler);
    if (problems.length === 0) passed.add(...contents);
    return problems;
  });
}

const zipOf = (root: string, name: string) => join(root, 'build', 'functions', `${name}.zip`);

interface HandlerCheck {
  readonly declared: DeclaredFunction<Environment>;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Loads handlers in parallel. Loads a handler only once for environments with the same variables.
 * @returns the results in the order of the input
 */
async function loadAll(
  root: string,
  changed: readonly HandlerCheck[],
): Promise<readonly (LoadedHandler | undefined)[]> {
  const unpacked = join(root, 'build', `handlers-${process.pid}`);
  const remove = () => rmSync(unpacked, { recursive: true, force: true });
  process.once('exit', remove);
  const keyOf = ({ declared, variables }: HandlerCheck) => `${declared.name} ${JSON.stringify(variables)}`;
  const distinct = new Map(changed.map((entry) => [keyOf(entry), entry]));
  const loaded = new Map<string, LoadedHandler>();
  await forEachConcurrently(distinct, availableParallelism(), async ([key, { declared, variables }]) => {
    const directory = unpack(zipOf(root, declared.name), unpacked);
    loaded.set(key, await loadHandlerInWorker({ root, directory, variables }));
  });
  remove();
  process.off('exit', remove);
  return changed.map((entry) => loaded.get(keyOf(entry)));
}

function problemsOf(
  { name, variables, environment: { name: environment }, declared }: DeclaredFunction<Environment>,
  { failure, read, unset }: LoadedHandler,
): readonly HandlerProblem[] {
  const subject = `function ${name}`;
  const missing = new Map(
    unset.filter(({ name: variable }) => !setByLambda.test(variable)).map((read) => [read.name, read.place]),
  );
  const unread = Object.keys(variables).filter((variable) => !read.includes(variable) && !readByRuntime.test(variable));
  const isExplained = [...missing.keys()].some((variable) => failure?.message.includes(variable));
  return [
    ...[...missing].map(([variable, place]) => ({
      environment,
      declared,
      subject,
      message: `environment variable ${variable} is not set, but ${place} reads it; add the variable to the function's environment`,
    })),
    // a handler that fails to load may not have read every variable
    ...(failure !== undefined && !isExplained
      ? [
          {
            environment,
            place: failure.place ?? `functions/${name}/handler.ts`,
            subject,
            message: `cannot be loaded: ${failure.message.split('\n')[0]}`,
          },
        ]
      : []),
    ...(failure !== undefined
      ? []
      : unread.map((variable) => ({
          environment,
          declared,
          subject,
          message: `environment variable ${variable} is set, but nothing reads it when the function is loaded; remove the variable from the function's environment, or read it at the top level of handler.ts`,
        }))),
  ];
}
