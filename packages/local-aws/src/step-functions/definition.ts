import { z } from 'zod';
import { type DistributedMap, isDistributed, readDistributedMap } from './distributed-map';
import { Retrier } from './retry';
import { isObject, type JsonObject, moved } from './state-fields';

export interface TaskState {
  name: string;
  resource: string;
  retriers: Retrier[];
}

/** Definition of a workflow, rewritten so that it runs on the platform's clock. */
export interface Definition {
  /**
   * State machine for the engine, which supports only real time. Wait states and distributed Maps are therefore tasks,
   * states have no retries, and tasks receive their time limits as parameters.
   */
  machine: JsonObject;
  tasks: TaskState[];
  /** Distributed Maps in the definition. Their items have separate definitions. */
  maps: DistributedMap<Definition>[];
  /** Names of Wait states. */
  waits: ReadonlySet<string>;
  /** Names of Pass states whose result is false, 0, null or an empty text, which the engine ignores. */
  passes: ReadonlySet<string>;
  /** Paths to the items of inline Maps, keyed by state name. */
  itemPaths: ReadonlyMap<string, readonly string[]>;
  timeoutSeconds: number | undefined;
}

const Machine = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.looseObject({})) });

/**
 * Yields every state in a definition, including states inside Map and Parallel states, but excluding the states of a
 * distributed Map's items. Yields the states themselves rather than copies, because callers modify them.
 */
function* statesOf(machine: unknown): Generator<[string, JsonObject]> {
  const states = isObject(machine) ? machine['States'] : undefined;
  if (!isObject(states)) return;
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    yield [name, state];
    yield* statesOf(state['Iterator']);
    yield* statesOf(state['ItemProcessor']);
    for (const branch of z.array(z.unknown()).safeParse(state['Branches']).data ?? []) yield* statesOf(branch);
  }
}

/**
 * Maximum timeout that the engine supports.
 * It is set for each task, because the engine would otherwise stop the task after 60 s.
 */
const neverSeconds = 2_147_483;

/** Fields that the engine would ignore silently. */
const unserved = ['Assign', 'Arguments', 'Output', 'Credentials', 'ItemReader', 'ItemBatcher', 'ResultWriter'] as const;
const distributedMapFields = [
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
] as const;

/**
 * Rejects unsupported fields of a state.
 * @throws Error with the state's name and the unsupported field
 */
function rejectUnsupported(name: string, state: JsonObject): void {
  if (state['QueryLanguage'] === 'JSONata')
    throw new Error(`state ${name}: JSONata is not supported locally; use JSONPath`);
  const unsupportedFields = isDistributed(state) ? unserved : [...unserved, ...distributedMapFields];
  const field = unsupportedFields.find((candidate) => state[candidate] !== undefined);
  if (field !== undefined) throw new Error(`state ${name}: ${field} is not supported locally`);
  if (state['Retry'] !== undefined && state['Type'] !== 'Task')
    throw new Error(
      `state ${name}: Retry on a ${String(state['Type'])} state is not supported locally; move it to the tasks inside the state`,
    );
}

function readTask(name: string, state: JsonObject): TaskState {
  const { Parameters, Retry } = state;
  delete state['Retry'];
  state['Parameters'] = {
    ...(Parameters === undefined ? { 'input.$': '$' } : { input: Parameters }),
    ...moved(state, 'TimeoutSeconds', 'timeoutSeconds'),
    ...moved(state, 'HeartbeatSeconds', 'heartbeatSeconds'),
  };
  state['TimeoutSeconds'] = neverSeconds;
  return { name, resource: String(state['Resource']), retriers: z.array(Retrier).parse(Retry ?? []) };
}

/** Replaces a Wait state with a task that waits and returns its input. */
function rewriteWait(name: string, state: JsonObject): void {
  const time = { ...moved(state, 'Seconds', 'seconds'), ...moved(state, 'Timestamp', 'timestamp') };
  if (Object.keys(time).length !== 1)
    throw new Error(`state ${name}: a Wait must have one of Seconds, SecondsPath, Timestamp and TimestampPath`);
  Object.assign(state, {
    Type: 'Task',
    Resource: 'wait',
    Parameters: { 'input.$': '$', ...time },
    TimeoutSeconds: neverSeconds,
  });
}

const hasFalsyResult = ({ Type, Result }: JsonObject): boolean => Type === 'Pass' && Result !== undefined && !Result;

/** Replaces a Pass state with a task that returns the result. */
function rewritePass(state: JsonObject): void {
  const { Result: result } = state;
  delete state['Result'];
  Object.assign(state, { Type: 'Task', Resource: 'pass', Parameters: { result }, TimeoutSeconds: neverSeconds });
}

const Paths = z.object({ InputPath: z.string().default('$'), ItemsPath: z.string().default('$') });

/**
 * Reads a definition.
 * @throws Error if the text is not a state machine, or has fields that the engine would ignore
 */
export function readDefinition(text: string): Definition {
  const machine: unknown = JSON.parse(text);
  if (!isObject(machine)) throw new Error('the definition must be an object');
  if (machine['QueryLanguage'] === 'JSONata')
    throw new Error('QueryLanguage JSONata is not supported locally; use JSONPath');
  return definitionOf(machine);
}

function definitionOf(machine: JsonObject): Definition {
  Machine.parse(machine);
  const timeoutSeconds = z.number().optional().parse(machine['TimeoutSeconds']);
  delete machine['TimeoutSeconds'];
  const tasks: TaskState[] = [];
  const maps: DistributedMap<Definition>[] = [];
  const waits = new Set<string>();
  const passes = new Set<string>();
  const itemPaths = new Map<string, readonly string[]>();
  for (const [name, state] of statesOf(machine)) {
    rejectUnsupported(name, state);
    if (isDistributed(state)) {
      maps.push(readDistributedMap(name, state, definitionOf));
      state['TimeoutSeconds'] = neverSeconds;
    } else if (state['Type'] === 'Task') tasks.push(readTask(name, state));
    const paths = state['Type'] === 'Map' ? Paths.safeParse(state).data : undefined;
    if (paths !== undefined) itemPaths.set(name, [paths.InputPath, paths.ItemsPath]);
    if (hasFalsyResult(state)) {
      passes.add(name);
      rewritePass(state);
    }
    if (state['Type'] !== 'Wait') continue;
    waits.add(name);
    rewriteWait(name, state);
  }
  return { machine, tasks, maps, waits, passes, itemPaths, timeoutSeconds };
}
