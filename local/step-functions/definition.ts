import { z } from 'zod';
import { Retrier } from './retry';

export interface TaskState {
  name: string;
  resource: string;
  retriers: Retrier[];
}

/** What of a definition the runtime must know to run it by its own clock. */
export interface Definition {
  /**
   * For the engine, which knows no clock but the real one: Wait states are tasks that wait, no state retries by itself,
   * and each task gets its time limits beside its input, where they are read by their paths.
   */
  machine: JsonObject;
  tasks: TaskState[];
  /** Names of Wait states. */
  waits: ReadonlySet<string>;
  timeoutSeconds: number | undefined;
}

type JsonObject = Record<string, unknown>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const Machine = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.looseObject({})) });

/** Every state of a definition, those inside Map and Parallel states included; not copies, since they are rewritten. */
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
const unserved = [
  'Assign',
  'Arguments',
  'Output',
  'Credentials',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
] as const;

/** @throws Error with the name of the state, and of what of it cannot run here */
function refuseUnserved(name: string, state: JsonObject): void {
  if (state['QueryLanguage'] === 'JSONata')
    throw new Error(`state ${name}: JSONata cannot run locally; write JSONPath`);
  const field = unserved.find((candidate) => state[candidate] !== undefined);
  if (field !== undefined) throw new Error(`state ${name}: ${field} cannot run locally`);
  const processor = z
    .object({ ProcessorConfig: z.object({ Mode: z.string() }) })
    .safeParse(state['ItemProcessor']).data;
  if (processor?.ProcessorConfig.Mode === 'DISTRIBUTED')
    throw new Error(`state ${name}: a distributed Map cannot run locally; write Mode INLINE`);
  if (state['Retry'] !== undefined && state['Type'] !== 'Task')
    throw new Error(
      `state ${name}: Retry of a ${String(state['Type'])} state cannot run locally; give it to its tasks`,
    );
}

/** Moves `Field`, or the path in `FieldPath`, to where the engine fills it in for a handler: `{"as": 5}`, `{"as.$": "$.x"}`. */
function moved(state: JsonObject, field: string, as: string): JsonObject {
  const { [field]: value, [`${field}Path`]: path } = state;
  delete state[field];
  delete state[`${field}Path`];
  if (value !== undefined) return { [as]: value };
  return path === undefined ? {} : { [`${as}.$`]: path };
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
  Machine.parse(machine);
  if (!isObject(machine)) throw new Error('a definition is an object');
  if (machine['QueryLanguage'] === 'JSONata')
    throw new Error('QueryLanguage JSONata cannot run locally; write JSONPath');
  const timeoutSeconds = z.number().optional().parse(machine['TimeoutSeconds']);
  delete machine['TimeoutSeconds'];
  const tasks: TaskState[] = [];
  const waits = new Set<string>();
  for (const [name, state] of statesOf(machine)) {
    refuseUnserved(name, state);
    if (state['Type'] === 'Task') tasks.push(readTask(name, state));
    if (state['Type'] !== 'Wait') continue;
    waits.add(name);
    rewriteWait(name, state);
  }
  return { machine, tasks, waits, timeoutSeconds };
}
