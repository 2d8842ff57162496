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
  /** Without its time limits: this runtime keeps them by the platform's clock. */
  machine: Record<string, unknown>;
  tasks: TaskState[];
  waits: WaitState[];
  /** Seconds before each retry, per state. */
  retries: Record<string, number[]>;
  timeoutSeconds: number | undefined;
}

const State: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown());
const Machine = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), State) });

/** Every states map of a definition, those inside Map and Parallel states included. */
function* statesOf(machine: unknown): Generator<[string, Record<string, unknown>]> {
  const parsed = Machine.safeParse(machine);
  if (!parsed.success) return;
  for (const [name, state] of Object.entries(parsed.data.States)) {
    yield [name, state];
    yield* statesOf(state['Iterator']);
    yield* statesOf(state['ItemProcessor']);
    for (const branch of z.array(z.unknown()).safeParse(state['Branches']).data ?? []) yield* statesOf(branch);
  }
}

const seconds = (value: unknown) => z.number().safeParse(value).data;

function delays(state: Record<string, unknown>): number[] {
  const retriers = z.array(Retrier).safeParse(state['Retry']).data ?? [];
  return retriers.map((retrier) => retrier.IntervalSeconds);
}

/** @throws Error where it is no state machine, or one in JSONata, which the engine would ignore in silence */
export function readDefinition(text: string): Definition {
  const machine = Machine.parse(JSON.parse(text));
  const definition: Definition = {
    machine,
    tasks: [],
    waits: [],
    retries: {},
    timeoutSeconds: seconds(machine['TimeoutSeconds']),
  };
  if (machine['QueryLanguage'] === 'JSONata')
    throw new Error('QueryLanguage JSONata cannot run locally; write JSONPath');
  machine['TimeoutSeconds'] = undefined;
  for (const [name, state] of statesOf(machine)) {
    if (state['QueryLanguage'] === 'JSONata')
      throw new Error(`state ${name}: JSONata cannot run locally; write JSONPath`);
    if (state['Type'] === 'Task') {
      const timeoutSeconds = seconds(state['TimeoutSeconds']);
      definition.tasks.push({ name, resource: String(state['Resource']), timeoutSeconds });
      delete state['TimeoutSeconds'];
    }
    const waits = seconds(state['Seconds']);
    if (state['Type'] === 'Wait' && waits !== undefined) definition.waits.push({ name, seconds: waits });
    if (state['Retry'] !== undefined) definition.retries[name] = delays(state);
  }
  delete machine['TimeoutSeconds'];
  return definition;
}
