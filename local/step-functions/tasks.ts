import type { StateMachine } from 'aws-local-stepfunctions';
import { AwsError } from '../gateway/request';
import type { Lambda } from '../lambda/lambda';
import type { Definition, TaskState } from './definition';
import type { Tokens } from './tokens';

/** The resources that a Task state may name, until a later slice needs another. */
const lambdaInvoke = 'arn:aws:states:::lambda:invoke';
const lambdaInvokeWithToken = `${lambdaInvoke}.waitForTaskToken`;

type RunOptions = NonNullable<Parameters<StateMachine['run']>[1]>;
type TaskHandlers = NonNullable<NonNullable<RunOptions['overrides']>['taskResourceLocalHandlers']>;
type Json = Parameters<StateMachine['run']>[0];

const isJson = (value: unknown): value is Json => value !== undefined;

/** What the engine may be handed: JSON, with null for what a function did not return. */
export const asJson = (value: unknown): Json => (isJson(value) ? value : null);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An error with the name by which the states' Retry and Catch know it. */
function stateError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** @throws Error with the name of the state whose resource cannot run here */
export function refuseUnknownTasks({ tasks }: Definition): void {
  const unknown = tasks.find(({ resource }) => resource !== lambdaInvoke && resource !== lambdaInvokeWithToken);
  if (unknown === undefined) return;
  throw new Error(
    `state ${unknown.name}: ${unknown.resource} cannot run locally; known: ${lambdaInvoke}[.waitForTaskToken]`,
  );
}

export interface TaskContext {
  lambda: Lambda;
  tokens: Tokens;
  /** The token of every task of this execution: one at a time waits. */
  token: string;
  role: string;
  session: string;
  cause: number;
}

/** What runs each Task state, by its name. */
export function taskHandlers(definition: Definition, context: TaskContext): TaskHandlers {
  return Object.fromEntries(
    definition.tasks.map((task) => [task.name, (input: unknown) => runTask(task, input, context)]),
  );
}

async function runTask(task: TaskState, input: unknown, context: TaskContext): Promise<Json> {
  const { lambda, tokens, token, role, session, cause } = context;
  if (!isObject(input)) throw stateError('States.Runtime', `${task.name} has no parameters`);
  const withToken = task.resource === lambdaInvokeWithToken;
  const answer = withToken ? tokens.wait({ token, timeoutSeconds: task.timeoutSeconds }) : undefined;
  // where the invocation fails first, nobody listens to the answer any more
  answer?.catch(() => undefined);
  const { outcome } = await lambda
    .invoke({
      functionArn: String(input['FunctionName'] ?? ''),
      event: input['Payload'] ?? {},
      principal: { kind: 'role', arn: role, session },
      cause,
    })
    .catch((error: unknown) => {
      throw stateError(error instanceof AwsError ? `Lambda.${error.code}` : 'Lambda.Unknown', String(error));
    });
  if (outcome.status !== 'success') throw stateError(outcome.error.errorType, JSON.stringify(outcome.error));
  if (answer !== undefined) return asJson(await answer);
  return asJson({ ExecutedVersion: '$LATEST', StatusCode: 200, Payload: outcome.result });
}
