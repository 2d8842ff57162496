import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Execution } from './execution';
import type { JsonObject } from './state-fields';
import { enteredAt, stateEvents } from './state-progress';

/** Run of a distributed Map, which is redriven together with its execution. */
export interface MapRun {
  readonly arn: string;
  readonly redriveCount: number;
  /** Number of the event with which the execution entered the Map. */
  readonly entered: number;
  /** Executions of items in earlier attempts of the same run, by index. */
  readonly items: ReadonlyMap<number, Execution>;
}

const Started = z.object({ state: z.object({ name: z.string() }), mapRunArn: z.string() });

/** Returns the ARN of a new Map run. Source: Step Functions developer guide, "Map Run". */
const newRunArn = (workflowArn: string, label: string) =>
  `${workflowArn.replace(':stateMachine:', ':mapRun:')}/${label}:${randomUUID()}`;

/**
 * Returns the run of a Map that an execution has entered.
 * @param all executions that can be items of the Map
 */
export function mapRunOf(
  { arn, workflowArn, history, redriveCount = 0 }: Execution,
  { name, label, machine }: { readonly name: string; readonly label: string; readonly machine: JsonObject },
  all: () => Iterable<Execution>,
): MapRun {
  const entered = enteredAt(machine, stateEvents(history));
  const events = history.filter(
    ({ id, type, details }) =>
      id > entered &&
      (type === 'MapRunStarted' || type === 'MapRunRedriven') &&
      Started.safeParse(details).data?.state.name === name,
  );
  const [started] = events.map(({ details }) => Started.parse(details).mapRunArn);
  const items = new Map<number, Execution>();
  if (redriveCount > 0 && started !== undefined)
    for (const execution of all()) {
      const { item } = execution;
      if (item?.parent === arn && item.map === name && item.entered === entered) items.set(item.index, execution);
    }
  return { arn: started ?? newRunArn(workflowArn, label), redriveCount: events.length, entered, items };
}
