import { z } from 'zod';
import { stateError } from './state-error';
import { type JsonObject, moved } from './state-fields';

/** Map state whose items are separate executions. Source: Step Functions developer guide, "Distributed mode". */
export interface DistributedMap<Items> {
  name: string;
  /** Label of the Map, which is part of the ARN of each item's execution. */
  label: string;
  items: Items;
  /** Template for the input of each item's execution; undefined if the input is the item itself. */
  selector: JsonObject | undefined;
}

const Processor = z.looseObject({ ProcessorConfig: z.object({ ExecutionType: z.string() }) });
const Distributed = z.object({
  ItemProcessor: z.object({ ProcessorConfig: z.object({ Mode: z.literal('DISTRIBUTED') }) }),
});

export const isDistributed = (state: JsonObject): boolean => Distributed.safeParse(state).success;

/**
 * Replaces a distributed Map with a task and returns the Map.
 * @param read reads the definition of the Map's items
 * @throws Error with the state's name and the unsupported field
 */
export function readDistributedMap<Items>(
  name: string,
  state: JsonObject,
  read: (machine: JsonObject) => Items,
): DistributedMap<Items> {
  const { ItemProcessor, ItemSelector, ItemsPath = '$', Label = name } = state;
  // the selector runs in a separate state machine, where $$.Execution.Input would be the input of the Map
  if (JSON.stringify(ItemSelector ?? {}).includes('$$.Execution.Input'))
    throw new Error(`state ${name}: $$.Execution.Input in ItemSelector is not supported locally; use $`);
  for (const field of ['ItemProcessor', 'ItemSelector', 'ItemsPath', 'Label']) delete state[field];
  const tolerated = {
    ...moved(state, 'ToleratedFailurePercentage', 'toleratedPercentage'),
    ...moved(state, 'ToleratedFailureCount', 'toleratedCount'),
  };
  // AWS does not document the result of a failed item
  if (Object.keys(tolerated).length > 0 && state['ResultPath'] !== null)
    throw new Error(`state ${name}: results with tolerated failures are not supported locally; set ResultPath to null`);
  const { ProcessorConfig, ...machine } = Processor.parse(ItemProcessor);
  if (ProcessorConfig.ExecutionType !== 'STANDARD')
    throw new Error(
      `state ${name}: ExecutionType ${ProcessorConfig.ExecutionType} is not supported locally; use STANDARD`,
    );
  Object.assign(state, {
    Type: 'Task',
    Resource: 'map',
    Parameters: {
      'input.$': '$',
      'items.$': ItemsPath,
      ...moved(state, 'MaxConcurrency', 'maxConcurrency'),
      ...tolerated,
    },
  });
  return {
    name,
    label: z.string().parse(Label),
    items: read(machine),
    selector: z.record(z.string(), z.unknown()).optional().parse(ItemSelector),
  };
}

/** Schema for the parameters that the engine passes to the task of a distributed Map. */
export const GivenToMap = z.object({
  input: z.unknown(),
  items: z.array(z.unknown()),
  maxConcurrency: z.int().min(0).default(0),
  toleratedPercentage: z.number().min(0).max(100).optional(),
  toleratedCount: z.int().min(0).optional(),
});
type GivenToMap = z.infer<typeof GivenToMap>;

/** Execution of one item of a distributed Map. */
export interface ItemRun {
  /** Resolves with the output; undefined if the execution did not succeed. */
  ended: Promise<string | undefined>;
  abort(): void;
}

/** Maximum number of parallel child executions. Source: Step Functions developer guide, "Quotas". */
const atMost = 10_000;

/**
 * Runs one execution per item, with limited concurrency, until all have ended or too many have failed.
 * @returns the outputs of the successful executions, in the order of the items
 * @throws Error States.ExceedToleratedFailureThreshold if too many items have failed, after the running items are
 * aborted
 */
export async function runItems(
  { items, maxConcurrency, toleratedPercentage, toleratedCount }: GivenToMap,
  start: (item: unknown, index: number) => Promise<ItemRun>,
): Promise<unknown[]> {
  const outputs = new Map<number, unknown>();
  const running = new Set<ItemRun>();
  const waiting = [...items.entries()];
  let failed = 0;
  const share = toleratedPercentage ?? (toleratedCount === undefined ? 0 : 100);
  const tolerated = Math.min(toleratedCount ?? items.length, (items.length * share) / 100);
  const exceeds = () => failed > tolerated;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined && !exceeds(); next = waiting.shift()) {
      const run = await start(next[1], next[0]);
      running.add(run);
      if (exceeds()) run.abort();
      const output = await run.ended;
      running.delete(run);
      if (output === undefined) failed += 1;
      else outputs.set(next[0], JSON.parse(output));
      if (exceeds()) for (const other of running) other.abort();
    }
  };
  await Promise.all(Array.from({ length: Math.min(items.length, maxConcurrency || atMost) }, work));
  if (exceeds())
    throw stateError(
      'States.ExceedToleratedFailureThreshold',
      `${failed} of ${items.length} items failed, which exceeds the tolerated number`,
    );
  return [...outputs.entries()].sort(([a], [b]) => a - b).map(([, output]) => output);
}
