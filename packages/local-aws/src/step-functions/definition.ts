import { z } from 'zod';
import { type DistributedMap, isDistributed, readDistributedMap } from './distributed-map';
import { Retrier } from './retry';
import { isObject, type JsonObject, moved } from './state-fields';

export interface TaskState {
  name: string;
  resource: string;
  retriers: Retrier[];
}

/** What of a definition the runtime must know to run it by its own clock. */
export interface Definition {
  /**
   * For the engine, which knows no clock but the real one: Wait states are tasks that wait, no state retries by itself,
   * each task gets its time limits beside its input, where they are read by their paths, and a distributed Map is a task.
   */
  machine: JsonObject;
  tasks: TaskState[];
  /** Those of its own states; what their items run has definitions of its own. */
  maps: DistributedMap<Definition>[];
  /** Names of Wait states. */
  waits: ReadonlySet<string>;
  timeoutSeconds: number | undefined;
}

const Machine = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.looseObject({})) });

/**
 * Every state of a definition, those inside Map and Parallel states included, but for what a distributed Map has taken
 * out; not copies, since they are rewritten.
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

/** The engine ends a task without a limit after 60 s; this is the most that its timer can count. */
const neverSeconds = 2_147_483;

/** Fields that the engine passes over in silence. */
const unserved = ['Assign', 'Arguments', 'Output', 'Credentials', 'ItemReader', 'ItemBatcher', 'ResultWriter'] as const;
const ofDistributedMaps = [
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
] as const;

/** @throws Error with the name of the state, and of what of it cannot run here */
function refuseUnserved(name: string, state: JsonObject): void {
  if (state['QueryLanguage'] === 'JSONata')
    throw new Error(`state ${name}: JSONata cannot run locally; write JSONPath`);
  const passedOver = isDistributed(state) ? unserved : [...unserved, ...ofDistributedMaps];
  const field = passedOver.find((candidate) => state[candidate] !== undefined);
  if (field !== undefined) throw new Error(`state ${name}: ${field} cannot run locally`);
  if (state['Retry'] !== undefined && state['Type'] !== 'Task')
    throw new Error(
      `state ${name}: Retry of a ${String(state['Type'])} state cannot run locally; give it to its tasks`,
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

/** A Wait state has no other effect than a task that gives back its input has. */
function rewriteWait(name: string, state: JsonObject): void {
  const time = { ...moved(state, 'Seconds', 'seconds'), ...moved(state, 'Timestamp', 'timestamp') };
  if (Object.keys(time).length !== 1)
    throw new Error(`state ${name}: a Wait has one of Seconds, SecondsPath, Timestamp and TimestampPath`);
  Object.assign(state, {
    Type: 'Task',
    Resource: 'wait',
    Parameters: { 'input.$': '$', ...time },
    TimeoutSeconds: neverSeconds,
  });
}

/** @throws Error where it is no state machine, or has what the engine would pass over in silence */
export function readDefinition(text: string): Definition {
  const machine: unknown = JSON.parse(text);
  if (!isObject(machine)) throw new Error('a definition is an object');
  if (machine['QueryLanguage'] === 'JSONata')
    throw new Error('QueryLanguage JSONata cannot run locally; write JSONPath');
  return definitionOf(machine);
}

function definitionOf(machine: JsonObject): Definition {
  Machine.parse(machine);
  const timeoutSeconds = z.number().optional().parse(machine['TimeoutSeconds']);
  delete machine['TimeoutSeconds'];
  const tasks: TaskState[] = [];
  const maps: DistributedMap<Definition>[] = [];
  const waits = new Set<string>();
  for (const [name, state] of statesOf(machine)) {
    refuseUnserved(name, state);
    if (isDistributed(state)) {
      maps.push(readDistributedMap(name, state, definitionOf));
      state['TimeoutSeconds'] = neverSeconds;
    } else if (state['Type'] === 'Task') tasks.push(readTask(name, state));
    if (state['Type'] !== 'Wait') continue;
    waits.add(name);
    rewriteWait(name, state);
  }
  return { machine, tasks, maps, waits, timeoutSeconds };
}
