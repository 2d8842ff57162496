import './polyfill';
import { randomUUID } from 'node:crypto';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import { AwsError } from '../gateway/request';
import type { Lambda } from '../lambda/lambda';
import type { MetricStore } from '../metrics';
import type { Collection, Store } from '../store';
import { type Definition, readDefinition } from './definition';
import { createTokens, type Tokens } from './tokens';

export interface WorkflowDeclaration {
  name: string;
  arn: string;
  role: string;
  definition: string;
  logGroup: string | undefined;
}

export interface HistoryEvent {
  id: number;
  timestamp: number;
  type: string;
  details: Record<string, unknown>;
}

export interface Execution {
  arn: string;
  name: string;
  workflowArn: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  input: string;
  startedAt: number;
  stoppedAt: number | undefined;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  history: HistoryEvent[];
}

export interface Workflows {
  /** @throws Error where the definition cannot run locally, by the name of the state */
  declare(declaration: WorkflowDeclaration): void;
  /** @throws AwsError no such state machine, input that is no JSON, a name that is taken */
  start(request: {
    workflowArn: string;
    name: string | undefined;
    input: string;
    cause: number | undefined;
  }): Execution;
  execution(arn: string): Execution;
  executions(workflowArn: string): Execution[];
  stop(arn: string, reason: { error: string | undefined; cause: string | undefined }): Execution;
  declared(): WorkflowDeclaration[];
  tokens: Tokens;
}

export interface WorkflowOptions {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  lambda: Lambda;
  region: string;
  account: string;
  writeLogs(group: string, stream: string, lines: string[], cause: number | undefined): void;
}

/** The resources that a Task state may name, until a later slice needs another. */
const lambdaInvoke = 'arn:aws:states:::lambda:invoke';
const lambdaInvokeWithToken = `${lambdaInvoke}.waitForTaskToken`;

/** An error with the name by which the states' Retry and Catch know it. */
function stateError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** The engine says an error's name and cause apart only in the last event of the history. */
function failureOf(execution: Execution, failure: unknown): Pick<Execution, 'error' | 'cause'> {
  const last = execution.history.at(-1)?.details ?? {};
  const text = failure instanceof Error ? failure.message : String(failure);
  return { error: String(last['Error'] ?? 'States.Runtime'), cause: String(last['Cause'] ?? text) };
}

type JsonObject = Record<string, unknown>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseInput(input: string): unknown {
  try {
    return JSON.parse(input === '' ? '{}' : input);
  } catch {
    throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: it is not valid JSON');
  }
}

const isMachine = (machine: object): machine is StateMachineDefinition => 'StartAt' in machine && 'States' in machine;

type Handlers = NonNullable<
  NonNullable<NonNullable<Parameters<StateMachine['run']>[1]>['overrides']>['taskResourceLocalHandlers']
>;
type Json = Parameters<StateMachine['run']>[0];

const isJson = (value: unknown): value is Json => value !== undefined;

/** What the engine may be handed: JSON, with null for what a function did not return. */
const asJson = (value: unknown): Json => (isJson(value) ? value : null);

/** Step Functions: aws-local-stepfunctions runs the states; tokens, time limits, metrics and history are kept here. */
export function createWorkflows(options: WorkflowOptions): Workflows {
  const { clock, bus, metrics, lambda } = options;
  const workflows = new Map<string, { declaration: WorkflowDeclaration; definition: Definition }>();
  const executions: Collection<Execution> = options.store.collection('executions');
  const running = new Map<string, () => void>();
  const tokens = createTokens(clock);

  const count = (metric: string, workflowArn: string, value: number) =>
    metrics.record({ metric: `aws.states.${metric}`, tags: { statemachinearn: workflowArn }, value, at: clock.now() });

  const handlersOf = (definition: Definition, execution: Execution, role: string, cause: number): Handlers => {
    const handlers: Handlers = {};
    for (const task of definition.tasks) {
      handlers[task.name] = async (input) => {
        if (!isObject(input)) throw stateError('States.Runtime', `${task.name} has no parameters`);
        const functionArn = String(input['FunctionName'] ?? '');
        const withToken = task.resource === lambdaInvokeWithToken;
        const answer = withToken
          ? tokens.wait({ token: execution.arn, timeoutSeconds: task.timeoutSeconds })
          : undefined;
        answer?.catch(() => undefined);
        const principal = { kind: 'role', arn: role, session: execution.name } as const;
        const invoked = await lambda
          .invoke({ functionArn, event: input['Payload'] ?? {}, principal, cause })
          .catch((error: unknown) => {
            throw stateError(error instanceof AwsError ? `Lambda.${error.code}` : 'Lambda.Unknown', String(error));
          });
        const { outcome } = invoked;
        if (outcome.status !== 'success') throw stateError(outcome.error.errorType, JSON.stringify(outcome.error));
        if (answer !== undefined) return asJson(await answer);
        return asJson({ ExecutedVersion: '$LATEST', StatusCode: 200, Payload: outcome.result });
      };
    }
    return handlers;
  };

  const finish = (
    execution: Execution,
    result: Pick<Execution, 'status' | 'output' | 'error' | 'cause'>,
    event: number | undefined,
  ) => {
    if (execution.status !== 'RUNNING') return;
    Object.assign(execution, result, { stoppedAt: clock.now() });
    executions.set(execution.arn, execution);
    running.delete(execution.arn);
    tokens.forget(execution.arn);
    const ended = {
      SUCCEEDED: 'executions_succeeded',
      FAILED: 'executions_failed',
      TIMED_OUT: 'executions_timed_out',
      ABORTED: 'executions_aborted',
      RUNNING: '',
    };
    for (const metric of Object.values(ended)) {
      if (metric !== '') count(metric, execution.workflowArn, metric === ended[execution.status] ? 1 : 0);
    }
    const workflow = execution.workflowArn.split(':').at(-1) ?? '';
    const state = execution.error === undefined ? undefined : `${execution.error}: ${execution.cause ?? ''}`;
    bus.tell({ kind: 'workflow', workflow, execution: execution.name, state, status: execution.status }, event);
  };

  const run = (execution: Execution, input: unknown, event: number) => {
    const found = workflows.get(execution.workflowArn);
    if (found === undefined || !isMachine(found.definition.machine))
      throw new AwsError('StateMachineDoesNotExist', execution.workflowArn);
    const { declaration, definition } = found;
    const speed = Math.max(clock.speed, 1);
    const milliseconds = (seconds: number) => (seconds * 1000) / speed;
    const machine = new StateMachine(found.definition.machine, { validationOptions: { checkArn: false } });
    const started = machine.run(asJson(input), {
      context: {
        Execution: { Id: execution.arn, Name: execution.name, StartTime: new Date(execution.startedAt).toISOString() },
        StateMachine: { Id: declaration.arn, Name: declaration.name },
        Task: { Token: execution.arn },
      },
      overrides: {
        taskResourceLocalHandlers: handlersOf(definition, execution, declaration.role, event),
        waitTimeOverrides: Object.fromEntries(
          definition.waits.map(({ name, seconds }) => [name, milliseconds(seconds)]),
        ),
        retryIntervalOverrides: Object.fromEntries(
          Object.entries(definition.retries).map(([name, intervals]) => [name, intervals.map(milliseconds)]),
        ),
      },
    });
    running.set(execution.arn, started.abort);
    const record = async () => {
      for await (const log of started.eventLogs) {
        const { type, timestamp: _timestamp, ...details } = log;
        execution.history.push({ id: execution.history.length + 1, timestamp: clock.now(), type, details });
        if (declaration.logGroup !== undefined) {
          const line = JSON.stringify({ id: execution.history.length, type, details, execution_arn: execution.arn });
          options.writeLogs(declaration.logGroup, `states/${declaration.name}`, [line], event);
        }
        if (log.type === 'StateEntered') {
          bus.tell(
            {
              kind: 'workflow',
              workflow: declaration.name,
              execution: execution.name,
              state: log.state.name,
              status: 'RUNNING',
            },
            event,
          );
        }
      }
    };
    const cancelLimit =
      definition.timeoutSeconds === undefined
        ? () => undefined
        : clock.after(definition.timeoutSeconds * 1000, () => {
            finish(
              execution,
              { status: 'TIMED_OUT', output: undefined, error: 'States.Timeout', cause: undefined },
              event,
            );
            started.abort();
          });
    // the history is complete a moment after the result is known
    const recorded = record().catch(
      (error: unknown) =>
        void bus.tell({ kind: 'note', text: `the history of ${execution.name} broke off: ${String(error)}` }),
    );
    started.result.then(
      (output) => {
        cancelLimit();
        void recorded.then(() =>
          finish(
            execution,
            { status: 'SUCCEEDED', output: JSON.stringify(output), error: undefined, cause: undefined },
            event,
          ),
        );
      },
      (failure: unknown) => {
        cancelLimit();
        void recorded.then(() =>
          finish(execution, { status: 'FAILED', output: undefined, ...failureOf(execution, failure) }, event),
        );
      },
    );
  };

  const find = (arn: string): Execution => {
    const execution = executions.get(arn);
    if (execution === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  };

  return {
    tokens,
    declare(declaration) {
      const definition = readDefinition(declaration.definition);
      for (const task of definition.tasks) {
        if (task.resource !== lambdaInvoke && task.resource !== lambdaInvokeWithToken) {
          throw new Error(
            `state ${task.name}: ${task.resource} cannot run locally; known: ${lambdaInvoke}[.waitForTaskToken]`,
          );
        }
      }
      workflows.set(declaration.arn, { declaration, definition });
    },
    start({ workflowArn, name = randomUUID(), input, cause }) {
      const found = workflows.get(workflowArn);
      if (found === undefined)
        throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${workflowArn}'`);
      const parsed = parseInput(input);
      const arn = `arn:aws:states:${options.region}:${options.account}:execution:${found.declaration.name}:${name}`;
      if (executions.get(arn) !== undefined)
        throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      const execution: Execution = {
        arn,
        name,
        workflowArn,
        input,
        status: 'RUNNING',
        startedAt: clock.now(),
        stoppedAt: undefined,
        output: undefined,
        error: undefined,
        cause: undefined,
        history: [],
      };
      executions.set(arn, execution);
      count('executions_started', workflowArn, 1);
      const event = bus.tell(
        { kind: 'workflow', workflow: found.declaration.name, execution: name, state: undefined, status: 'RUNNING' },
        cause,
      );
      run(execution, parsed, event);
      return execution;
    },
    execution: find,
    executions: (workflowArn) =>
      [...executions.entries()]
        .map(([, execution]) => execution)
        .filter((execution) => execution.workflowArn === workflowArn),
    stop(arn, { error, cause }) {
      const execution = find(arn);
      const abort = running.get(arn);
      finish(execution, { status: 'ABORTED', output: undefined, error, cause }, undefined);
      abort?.();
      return execution;
    },
    declared: () => [...workflows.values()].map(({ declaration }) => declaration),
  };
}
