import './polyfill';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import type { Clock } from '../clock';
import type { Definition } from './definition';
import type { Ending, Execution, WorkflowDeclaration } from './execution';
import { asJson, type TaskContext, taskHandlers } from './tasks';

export interface Run {
  declaration: WorkflowDeclaration;
  definition: Definition;
  execution: Execution;
  input: unknown;
  tasks: TaskContext;
  clock: Clock;
  /** Called with each event of the history, in order. */
  onEvent(event: { type: string; details: Record<string, unknown>; entered: string | undefined }): void;
  /** Called once. */
  onEnd(ending: Ending): void;
}

const isMachine = (machine: object): machine is StateMachineDefinition => 'StartAt' in machine && 'States' in machine;

/** The engine says an error's name and cause apart only in the last event of the history. */
function failureOf(execution: Execution, failure: unknown): Pick<Execution, 'error' | 'cause'> {
  const last = execution.history.at(-1)?.details ?? {};
  const text = failure instanceof Error ? failure.message : String(failure);
  return { error: String(last['Error'] ?? 'States.Runtime'), cause: String(last['Cause'] ?? text) };
}

/** Waits and retries take so long in real time as the clock is fast when the execution starts. */
function timesOf({ waits, retries }: Definition, clock: Clock) {
  const milliseconds = (seconds: number) => (seconds * 1000) / Math.max(clock.speed, 1);
  return {
    waitTimeOverrides: Object.fromEntries(waits.map(({ name, seconds }) => [name, milliseconds(seconds)])),
    retryIntervalOverrides: Object.fromEntries(
      Object.entries(retries).map(([name, intervals]) => [name, intervals.map(milliseconds)]),
    ),
  };
}

/** Runs the states of one execution. @returns what aborts it */
export function runStates(run: Run): () => void {
  const { declaration, definition, execution, clock } = run;
  if (!isMachine(definition.machine)) throw new Error(`${declaration.name} is no state machine`);
  const machine = new StateMachine(definition.machine, { validationOptions: { checkArn: false } });
  const started = machine.run(asJson(run.input), {
    context: {
      Execution: { Id: execution.arn, Name: execution.name, StartTime: new Date(execution.startedAt).toISOString() },
      StateMachine: { Id: declaration.arn, Name: declaration.name },
      Task: { Token: run.tasks.token },
    },
    overrides: { taskResourceLocalHandlers: taskHandlers(definition, run.tasks), ...timesOf(definition, clock) },
  });
  const limit = definition.timeoutSeconds;
  const cancelLimit =
    limit === undefined
      ? () => undefined
      : clock.after(limit * 1000, () => {
          run.onEnd({ status: 'TIMED_OUT', output: undefined, error: 'States.Timeout', cause: undefined });
          started.abort();
        });
  const record = async () => {
    for await (const log of started.eventLogs) {
      const { type, timestamp: _timestamp, ...details } = log;
      run.onEvent({ type, details, entered: log.type === 'StateEntered' ? log.state.name : undefined });
    }
  };
  const result = started.result.then(
    (output) => ({ status: 'SUCCEEDED', output: JSON.stringify(output) }) as const,
    (failure: unknown) => ({ status: 'FAILED', failure }) as const,
  );
  // the history is complete a moment after the result is known
  void Promise.allSettled([result, record()]).then(async () => {
    cancelLimit();
    const ended = await result;
    if (ended.status === 'SUCCEEDED') run.onEnd({ ...ended, error: undefined, cause: undefined });
    else run.onEnd({ status: 'FAILED', output: undefined, ...failureOf(execution, ended.failure) });
  });
  return () => started.abort();
}
