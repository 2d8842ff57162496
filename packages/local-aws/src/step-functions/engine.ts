import './polyfill';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { z } from 'zod';
import type { Clock } from '../clock';
import { valueAt } from '../eventbridge/input-path';
import type { Definition } from './definition';
import type { Ending, Execution, WorkflowDeclaration } from './execution';
import { createPauses } from './pauses';
import { resumePrefix } from './resume-branches';
import type { ResumedAt } from './resume-point';
import type { JsonObject } from './state-fields';
import { statesIn } from './state-progress';
import { asJson, type HandlerContext, type TaskContext, taskHandlers } from './tasks';

/**
 * Workflow definition prepared for the engine. A definition is prepared only once, because validation is slow.
 */
export interface Machine {
  machine: StateMachine;
  definition: Definition;
  /** Machines of each distributed Map, keyed by state name: one runs the items, the other selects their input. */
  maps: ReadonlyMap<string, { items: Machine; selector: StateMachine | undefined }>;
}

export interface Run {
  runs: Machine;
  declaration: WorkflowDeclaration;
  execution: Execution;
  input: unknown;
  tasks: TaskContext;
  clock: Clock;
  /** State at which an interrupted execution resumes; undefined for a new execution. */
  from?: Pick<ResumedAt, 'state' | 'input' | 'resumed'> | undefined;
  /** Callback that receives each event in the history, in order. */
  onEvent(event: { type: string; details: Record<string, unknown>; entered: string | undefined }): void;
  /** Callback that is called once, when the execution has ended. */
  onEnd(ending: Ending): void;
}

const isMachine = (machine: object): machine is StateMachineDefinition => 'StartAt' in machine && 'States' in machine;

/**
 * Prepares a definition for the engine and validates it.
 * @param isKnown whether the definition is known to be valid, so that its validation can be skipped
 * @throws Error with a one-line message if the definition is not valid Amazon States Language
 */
export function machineOf(definition: Definition, name: string, isKnown: boolean): Machine {
  return {
    machine: checked(definition.machine, name, isKnown),
    definition,
    maps: new Map(
      definition.maps.map(({ name: map, items, selector }) => {
        const States = { Item: { Type: 'Pass', Parameters: selector, End: true } };
        return [
          map,
          {
            items: machineOf(items, `${name}, ${map}`, isKnown),
            selector: selector && checked({ StartAt: 'Item', States }, `${name}, ItemSelector of ${map}`, isKnown),
          },
        ] as const;
      }),
    ),
  };
}

function checked(machine: object, name: string, isKnown: boolean): StateMachine {
  if (!isMachine(machine)) throw new Error(`${name} is not a state machine`);
  try {
    return new StateMachine(machine, { validationOptions: isKnown ? { noValidate: true } : { checkArn: false } });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${name}: ${reason.split('\n').slice(1).join('; ') || reason}`);
  }
}

/** Returns an execution's context object (`$$.`). */
const contextOf = ({ declaration, execution }: Pick<Run, 'declaration' | 'execution'>, token: string) => ({
  Execution: { Id: execution.arn, Name: execution.name, StartTime: new Date(execution.startedAt).toISOString() },
  StateMachine: { Id: declaration.arn, Name: declaration.name },
  Task: { Token: token },
});

/** Returns the input of a distributed Map's item (Step Functions developer guide, "ItemSelector"). */
export async function selectItem(
  selector: StateMachine | undefined,
  { given, item, index }: { given: unknown; item: unknown; index: number },
  of: Pick<Run, 'declaration' | 'execution'>,
): Promise<unknown> {
  if (selector === undefined) return item;
  const context = { ...contextOf(of, ''), Map: { Item: { Index: index, Value: item } } };
  return selector.run(asJson(given), { context }).result;
}

/** Returns the error and cause of a failure. The engine separates the two only in the last event in the history. */
function failureOf(execution: Execution, failure: unknown): Pick<Execution, 'error' | 'cause'> {
  const last = execution.history.at(-1)?.details ?? {};
  const text = failure instanceof Error ? failure.message : String(failure);
  return { error: String(last['Error'] ?? 'States.Runtime'), cause: String(last['Cause'] ?? text) };
}

/**
 * Returns a state in the history as it is declared, because the engine runs some states as tasks, and the number of a
 * Map's items.
 */
function declaredState(
  { waits, passes, maps, tasks, itemPaths }: Definition,
  { type, state }: { type: string; state: { name: string; input?: unknown } },
): Record<string, unknown> {
  if (waits.has(state.name)) return { state: { ...state, type: 'Wait' } };
  if (passes.has(state.name)) return { state: { ...state, type: 'Pass' } };
  const items = itemPaths.get(state.name)?.reduce((value: unknown, path) => valueAt(path, value), state.input);
  if (type === 'StateEntered' && Array.isArray(items)) return { length: items.length };
  if (maps.some(({ name }) => name === state.name)) return { state: { ...state, type: 'Map', mode: 'DISTRIBUTED' } };
  const task = tasks.find(({ name }) => name === state.name);
  return task === undefined || type !== 'StateFailed' ? {} : { resource: task.resource };
}

/** Returns the machine that continues at a state. */
function resumedMachine({ machine }: Definition, { state, resumed }: NonNullable<Run['from']>): JsonObject {
  const States = resumed === undefined ? machine['States'] : { ...statesIn(machine), [state]: resumed.definition };
  return { ...machine, States, StartAt: state };
}

const Repeated = z.object({
  type: z.string(),
  state: z.object({ name: z.string() }).optional(),
  index: z.number().optional(),
});

/** Returns whether an event of a resumed execution repeats what is in the history, or is not part of the definition. */
function isRepeated(log: unknown, { resumed }: NonNullable<Run['from']>): boolean {
  const { type, state, index } = Repeated.parse(log);
  if (state?.name.startsWith(resumePrefix)) return true;
  const isIteration = type.startsWith('MapIteration') && index !== undefined;
  return type === 'ExecutionStarted' || (isIteration && resumed?.ended.has(index) === true);
}

/**
 * Runs the states of one execution.
 * @returns a function that aborts the execution
 */
export function runStates(run: Run): () => void {
  const { execution, clock, from } = run;
  const { definition } = run.runs;
  const machine =
    from === undefined ? run.runs.machine : checked(resumedMachine(definition, from), run.declaration.name, true);
  const pauses = createPauses(clock);
  const retried: HandlerContext['retried'] = ({ name, resource }, failure, { retrier, attempt }) => {
    const state = { name, type: 'Task' };
    run.onEvent({
      type: 'StateFailed',
      details: { state, resource, Error: failure.name, Cause: failure.message },
      entered: undefined,
    });
    run.onEvent({ type: 'StateRetried', details: { state, retry: { retrier, attempt } }, entered: undefined });
  };
  const record: HandlerContext['record'] = (name, type, details = {}) => {
    const state = { name, type: type.startsWith('MapRun') ? 'Map' : 'Task' };
    if (!pauses.ended) run.onEvent({ type, details: { state, ...details }, entered: undefined });
  };
  const started = machine.run(asJson(from?.input === undefined ? run.input : from.input), {
    context: contextOf(run, run.tasks.token),
    overrides: {
      taskResourceLocalHandlers: taskHandlers(definition, { ...run.tasks, clock, pauses, retried, record }),
    },
  });
  const abort = () => {
    started.abort();
    pauses.end();
    run.tasks.children.abort();
  };
  const limit = definition.timeoutSeconds;
  const { redrivenAt: begunAt = execution.startedAt } = execution;
  const cancelLimit =
    limit === undefined
      ? () => undefined
      : clock.after(Math.max(0, begunAt + limit * 1000 - clock.now()), () => {
          run.onEnd({ status: 'TIMED_OUT', output: undefined, error: 'States.Timeout', cause: undefined });
          abort();
        });
  const recordStates = async () => {
    for await (const log of started.eventLogs) {
      const { type, timestamp: _timestamp, ...details } = log;
      if (from !== undefined && isRepeated(log, from)) continue;
      run.onEvent({
        type,
        details: 'state' in log ? { ...details, ...declaredState(definition, log) } : details,
        entered: log.type === 'StateEntered' ? log.state.name : undefined,
      });
    }
  };
  const result = started.result.then(
    (output) => ({ status: 'SUCCEEDED', output: JSON.stringify(output) }) as const,
    (failure: unknown) => ({ status: 'FAILED', failure }) as const,
  );
  // the engine completes the history shortly after it returns the result
  void Promise.allSettled([result, recordStates()]).then(async () => {
    cancelLimit();
    pauses.end();
    const ended = await result;
    if (ended.status === 'SUCCEEDED') run.onEnd({ ...ended, error: undefined, cause: undefined });
    else run.onEnd({ status: 'FAILED', output: undefined, ...failureOf(execution, ended.failure) });
  });
  return abort;
}
