import type { StateMachine } from 'aws-local-stepfunctions';
import { z } from 'zod';
import type { Clock } from '../clock';
import { AwsError } from '../gateway/service-api';
import type { RolePrincipal } from '../iam/principal';
import type { Lambda } from '../lambda/lambda-service';
import type { Children } from './children';
import type { Definition, TaskState } from './definition';
import { type DistributedMap, GivenToMap, runItems } from './distributed-map';
import type { Pauses } from './pauses';
import { createRetrying, type Retry } from './retry';
import { stateError } from './state-error';
import type { Tokens } from './tokens';

const lambdaInvoke = 'arn:aws:states:::lambda:invoke';
const lambdaInvokeWithToken = `${lambdaInvoke}.waitForTaskToken`;
const startExecution = 'arn:aws:states:::states:startExecution.sync:2';
const known = [lambdaInvoke, lambdaInvokeWithToken, startExecution];

type RunOptions = NonNullable<Parameters<StateMachine['run']>[1]>;
type TaskHandlers = NonNullable<NonNullable<RunOptions['overrides']>['taskResourceLocalHandlers']>;
type Json = Parameters<StateMachine['run']>[0];

const isJson = (value: unknown): value is Json => value !== undefined;

/** Returns a value as JSON for the engine, or null if the value is missing or cannot be serialized. */
export const asJson = (value: unknown): Json => (isJson(value) ? value : null);

/**
 * Rejects tasks whose resource is not supported.
 * @throws Error with the state's name and its resource
 */
export function rejectUnknownTasks({ tasks, maps }: Definition): void {
  const unknown = tasks.find(({ resource }) => !known.includes(resource));
  if (unknown !== undefined)
    throw new Error(
      `state ${unknown.name}: ${unknown.resource} is not supported locally; supported: ${known.join(', ')}`,
    );
  for (const { items } of maps) rejectUnknownTasks(items);
}

/** Events of a task or a Map run between the events of its state. Source: Step Functions API reference, "HistoryEvent". */
type TaskEvent =
  | 'MapRunRedriven'
  | 'MapRunStarted'
  | 'MapRunSucceeded'
  | 'TaskScheduled'
  | 'TaskStarted'
  | 'TaskSubmitted'
  | 'TaskSucceeded';

export interface TaskContext {
  lambda: Lambda;
  tokens: Tokens;
  /** Token that all tasks in the execution share, because only one task waits at a time. */
  token: string;
  principal: RolePrincipal;
  cause: number;
  children: Children;
}

/** Context for the handlers: a task's context, and the execution's clock, pauses and history. */
export interface HandlerContext extends TaskContext {
  clock: Clock;
  pauses: Pauses;
  /** Adds a retried failure to the history, because the engine does not see retries. */
  retried(task: TaskState, failure: Error, retry: Retry): void;
  /** Adds an event of a task or a Map run to the history, because the engine has only events of states. */
  record(state: string, type: TaskEvent, details?: Readonly<Record<string, unknown>>): void;
}

/** Returns the handlers for Task, Wait, Pass and distributed Map states, keyed by state name. */
export function taskHandlers({ tasks, waits, passes, maps }: Definition, context: HandlerContext): TaskHandlers {
  return Object.fromEntries([
    ...maps.map((map) => [map.name, (given: unknown) => runMap(map, given, context)]),
    ...tasks.map((task) => [task.name, (given: unknown) => runTask(task, given, context)]),
    ...[...waits].map((name) => [name, (given: unknown) => runWait(name, given, context)]),
    ...[...passes].map((name) => [name, (given: unknown) => read(GivenToPass, given, name).result]),
  ]);
}

const seconds = z.int().min(0).max(99_999_999);
const PositiveSeconds = seconds.min(1).optional();
const GivenToTask = z.object({
  input: z.record(z.string(), z.unknown()),
  timeoutSeconds: PositiveSeconds,
  heartbeatSeconds: PositiveSeconds,
});
type GivenToTask = z.infer<typeof GivenToTask>;
const GivenToPass = z.object({ result: z.json() });
const GivenToWait = z.object({
  input: z.unknown(),
  seconds: seconds.optional(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
});

/**
 * Parses the parameters that the engine passes to a state.
 * @throws Error States.Runtime, which is never retried, if the parameters are invalid
 */
function read<Given>(schema: z.ZodType<Given>, given: unknown, state: string): Given {
  const { data, error } = schema.safeParse(given);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  throw stateError('States.Runtime', `${state}: ${issue?.path.join('.') ?? 'input'}: ${issue?.message ?? 'not valid'}`);
}

/** Resolves after the engine has passed on the event that a state was entered. */
const stateEntered = () => new Promise<void>((resolve) => setImmediate(resolve));

async function runWait(name: string, given: unknown, { clock, pauses }: HandlerContext): Promise<Json> {
  const { input, seconds: wanted, timestamp } = read(GivenToWait, given, name);
  const until = timestamp === undefined ? 0 : (Date.parse(timestamp) - clock.now()) / 1000;
  await pauses.wait(wanted ?? until);
  return asJson(input);
}

async function runMap(map: DistributedMap<Definition>, given: unknown, context: HandlerContext): Promise<Json> {
  const parameters = read(GivenToMap, given, map.name);
  await stateEntered();
  const { arn: mapRunArn, redriveCount, startItem } = context.children.startMap(map);
  context.record(map.name, redriveCount === 0 ? 'MapRunStarted' : 'MapRunRedriven', { mapRunArn, redriveCount });
  const outputs = await runItems(parameters, (item, index) => startItem({ given: parameters.input, item, index }));
  context.record(map.name, 'MapRunSucceeded');
  return asJson(outputs);
}

async function runTask(task: TaskState, given: unknown, context: HandlerContext): Promise<Json> {
  const parameters = read(GivenToTask, given, task.name);
  const retryOf = createRetrying(task.retriers, Math.random);
  await stateEntered();
  // an aborted engine stops only after its current state succeeds
  if (context.pauses.ended) return null;
  for (;;) {
    try {
      const { input, timeoutSeconds, heartbeatSeconds } = parameters;
      context.record(task.name, 'TaskScheduled', {
        resource: task.resource,
        parameters: input,
        timeoutInSeconds: timeoutSeconds,
        heartbeatInSeconds: heartbeatSeconds,
      });
      context.record(task.name, 'TaskStarted', { resource: task.resource });
      const output = await runOnce(task, parameters, context);
      context.record(task.name, 'TaskSucceeded', { resource: task.resource, output });
      return output;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const retry = retryOf(error.name);
      if (retry === undefined) throw error;
      context.retried(task, error, retry);
      await context.pauses.wait(retry.delaySeconds);
      if (context.pauses.ended) return null;
    }
  }
}

async function runOnce({ name, resource }: TaskState, parameters: GivenToTask, context: HandlerContext): Promise<Json> {
  const submitted = (output: unknown) => context.record(name, 'TaskSubmitted', { resource, output });
  const { tokens, token, clock } = context;
  const { timeoutSeconds, heartbeatSeconds } = parameters;
  if (resource === startExecution)
    return asJson(await within(clock, timeoutSeconds, context.children.runAnother(parameters.input, submitted)));
  if (resource !== lambdaInvokeWithToken) {
    return asJson(await within(clock, timeoutSeconds, invoke(parameters.input, context)));
  }
  const answer = tokens.wait({ token, timeoutSeconds, heartbeatSeconds });
  // if the invocation fails first, ignore a response with the token
  const invoked = invoke(parameters.input, context).then((result) => {
    submitted(result);
    return answer;
  });
  return asJson(await Promise.race([answer, invoked]));
}

/**
 * Invokes a function and returns Lambda's response.
 * @throws Error with the name of the error that the function or Lambda reports
 */
async function invoke(input: GivenToTask['input'], context: TaskContext): Promise<object> {
  const { lambda, principal, cause } = context;
  const { outcome } = await lambda
    .invoke({
      functionArn: String(input['FunctionName'] ?? ''),
      event: input['Payload'] ?? {},
      principal,
      cause,
    })
    .catch((error: unknown) => {
      throw stateError(error instanceof AwsError ? `Lambda.${error.code}` : 'Lambda.Unknown', String(error));
    });
  if (outcome.status !== 'success') throw stateError(outcome.error.errorType, JSON.stringify(outcome.error));
  return { ExecutedVersion: '$LATEST', StatusCode: 200, Payload: outcome.result };
}

/**
 * Limits the duration of a task on the platform's clock.
 * @throws Error States.Timeout if the task takes longer
 */
function within<Value>(clock: Clock, limitSeconds: number | undefined, running: Promise<Value>): Promise<Value> {
  if (limitSeconds === undefined) return running;
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitSeconds * 1000, () =>
      reject(stateError('States.Timeout', `no result within ${limitSeconds} s`)),
    );
    running.finally(cancel).then(resolve, reject);
  });
}
