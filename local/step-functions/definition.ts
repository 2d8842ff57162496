import { z } from 'zod';

/** A retrier of a state, as the Amazon States Language has it. */
const Retrier = z.looseObject({
  IntervalSeconds: z.number().default(1),
  MaxAttempts: z.number().default(3),
  BackoffRate: z.number().default(2),
});

export interface TaskState {
  name: string;
  resource: string;
  timeoutSeconds: number | undefined;
}

export interface WaitState {
  name: string;
  seconds: number;
}

/** What of a definition the runtime must know to run it by its own clock. */
export interface Definition {
  /** With time limits that never come: this runtime keeps them by the platform's clock. */
  machine: JsonObject;
  tasks: TaskState[];
  waits: WaitState[];
  /** Seconds before each retry, per state. */
  retries: Record<string, number[]>;
  timeoutSeconds: number | undefined;
}

type JsonObject = Record<string, unknown>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const Machine = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.looseObject({})) });

/** Every state of a definition, those inside Map and Parallel states included; not copies, since limits are replaced. */
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

const seconds = (value: unknown) => z.number().safeParse(value).data;

function delays(state: JsonObject): number[] {
  const retriers = z.array(Retrier).safeParse(state['Retry']).data ?? [];
  return retriers.map((retrier) => retrier.IntervalSeconds);
}

/** @throws Error where it is no state machine, or one in JSONata, which the engine would ignore in silence */
export function readDefinition(text: string): Definition {
  const machine: unknown = JSON.parse(text);
  Machine.parse(machine);
  if (!isObject(machine)) throw new Error('a definition is an object');
  const definition: Definition = {
    machine,
    tasks: [],
    waits: [],
    retries: {},
    timeoutSeconds: seconds(machine['TimeoutSeconds']),
  };
  if (machine['QueryLanguage'] === 'JSONata')
    throw new Error('QueryLanguage JSONata cannot run locally; write JSONPath');
  for (const [name, state] of statesOf(machine)) {
    if (state['QueryLanguage'] === 'JSONata')
      throw new Error(`state ${name}: JSONata cannot run locally; write JSONPath`);
    if (state['Type'] === 'Task') {
      const timeoutSeconds = seconds(state['TimeoutSeconds']);
      definition.tasks.push({ name, resource: String(state['Resource']), timeoutSeconds });
      state['TimeoutSeconds'] = neverSeconds;
    }
    const waits = seconds(state['Seconds']);
    if (state['Type'] === 'Wait' && waits !== undefined) definition.waits.push({ name, seconds: waits });
    if (state['Retry'] !== undefined) definition.retries[name] = delays(state);
  }
  delete machine['TimeoutSeconds'];
  return definition;
}
