import { z } from 'zod';
import type { Execution, HistoryEvent } from './execution';

/** Event as GetExecutionHistory returns it, except for its number, its time and its place in the history. */
type AwsEvent = { readonly type: string } & { readonly [details: `${string}EventDetails`]: object };

const Json = z
  .unknown()
  .transform((value) => JSON.stringify(value))
  .optional();
const Details = z.object({
  state: z
    .object({ name: z.string(), type: z.string(), mode: z.string().optional(), input: Json, output: Json })
    .default({ name: '', type: '' }),
  parentState: z.object({ name: z.string() }).default({ name: '' }),
  index: z.number().optional(),
  input: Json,
  output: Json,
  Error: z.string().optional(),
  Cause: z.string().optional(),
  /** Resource of the task, such as arn:aws:states:::lambda:invoke. */
  resource: z.string().optional(),
  parameters: Json,
  length: z.number().optional(),
  mapRunArn: z.string().optional(),
  redriveCount: z.number().optional(),
  timeoutInSeconds: z.number().optional(),
  heartbeatInSeconds: z.number().optional(),
});
type Details = z.infer<typeof Details>;

const inputOf = (input: string | undefined) => ({ input, inputDetails: { truncated: false } });
const outputOf = (output: string | undefined) => ({ output, outputDetails: { truncated: false } });
const errorOf = ({ Error: error, Cause: cause }: Details) => ({ error, cause });
const iterationOf = ({ parentState, index }: Details) => ({ name: parentState.name, index });

function resourceOf({ resource: arn = '' }: Details) {
  const [, resourceType, resource] = /^arn:aws:states:::(\w+):(.+)$/.exec(arn) ?? [];
  return { resourceType, resource };
}

function taskFailed(details: Details): AwsEvent {
  const failure = { ...resourceOf(details), ...errorOf(details) };
  return details.Error === 'States.Timeout'
    ? { type: 'TaskTimedOut', taskTimedOutEventDetails: failure }
    : { type: 'TaskFailed', taskFailedEventDetails: failure };
}

/** Returns the event for a state that runs branches; empty for other states, and for Maps whose items are executions. */
const ofBranches = ({ state }: Details, happened: 'Started' | 'Succeeded' | 'Failed'): AwsEvent[] =>
  (state.type === 'Map' || state.type === 'Parallel') && state.mode === undefined
    ? [{ type: `${state.type}State${happened}` }]
    : [];

const lengthOf = ({ length }: Details) => (length === undefined ? {} : { mapStateStartedEventDetails: { length } });

function stateFailed(details: Details): AwsEvent[] {
  const { type, mode } = details.state;
  if (type === 'Task') return [taskFailed(details)];
  if (mode === 'DISTRIBUTED') return [{ type: 'MapRunFailed', mapRunFailedEventDetails: errorOf(details) }];
  return ofBranches(details, 'Failed');
}

/** Functions that return AWS's events for an engine event, keyed by event type. AWS has no events for other types, such as branches. */
const converted: Readonly<Record<string, (details: Details, context: Context) => readonly AwsEvent[]>> = {
  ExecutionStarted: ({ input }, { roleArn }) => [
    { type: 'ExecutionStarted', executionStartedEventDetails: { ...inputOf(input), roleArn } },
  ],
  ExecutionSucceeded: ({ output }) => [
    { type: 'ExecutionSucceeded', executionSucceededEventDetails: outputOf(output) },
  ],
  ExecutionFailed: (details) => [{ type: 'ExecutionFailed', executionFailedEventDetails: errorOf(details) }],
  ExecutionAborted: (details) => [{ type: 'ExecutionAborted', executionAbortedEventDetails: errorOf(details) }],
  ExecutionTimedOut: (details) => [{ type: 'ExecutionTimedOut', executionTimedOutEventDetails: errorOf(details) }],
  StateEntered: (details) => [
    {
      type: `${details.state.type}StateEntered`,
      stateEnteredEventDetails: { name: details.state.name, ...inputOf(details.state.input) },
    },
    ...ofBranches(details, 'Started').map((event) => ({ ...event, ...lengthOf(details) })),
  ],
  TaskScheduled: (details, { region }) => {
    const { parameters, timeoutInSeconds, heartbeatInSeconds } = details;
    const scheduled = { ...resourceOf(details), region, parameters, timeoutInSeconds, heartbeatInSeconds };
    return [{ type: 'TaskScheduled', taskScheduledEventDetails: scheduled }];
  },
  TaskStarted: (details) => [{ type: 'TaskStarted', taskStartedEventDetails: resourceOf(details) }],
  TaskSubmitted: (details) => [
    { type: 'TaskSubmitted', taskSubmittedEventDetails: { ...resourceOf(details), ...outputOf(details.output) } },
  ],
  TaskSucceeded: (details) => [
    { type: 'TaskSucceeded', taskSucceededEventDetails: { ...resourceOf(details), ...outputOf(details.output) } },
  ],
  MapRunStarted: ({ mapRunArn }) => [{ type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn } }],
  MapRunRedriven: ({ mapRunArn, redriveCount }) => [
    { type: 'MapRunRedriven', mapRunRedrivenEventDetails: { mapRunArn, redriveCount } },
  ],
  MapRunSucceeded: () => [{ type: 'MapRunSucceeded' }],
  StateFailed: stateFailed,
  StateExited: (details, { isCaught }) => [
    ...(isCaught ? [] : ofBranches(details, 'Succeeded')),
    {
      type: `${details.state.type}StateExited`,
      stateExitedEventDetails: { name: details.state.name, ...outputOf(details.state.output) },
    },
  ],
  MapIterationStarted: (details) => [
    { type: 'MapIterationStarted', mapIterationStartedEventDetails: iterationOf(details) },
  ],
  MapIterationSucceeded: (details) => [
    { type: 'MapIterationSucceeded', mapIterationSucceededEventDetails: iterationOf(details) },
  ],
  MapIterationFailed: (details) => [
    { type: 'MapIterationFailed', mapIterationFailedEventDetails: iterationOf(details) },
  ],
};

interface Context {
  /** Role of the workflow; undefined if it is no longer declared. */
  readonly roleArn: string | undefined;
  readonly region: string;
  /** Whether the state failed before, and continues at another state. */
  readonly isCaught: boolean;
}

function convertedEvent({ type, details }: HistoryEvent, context: Context): readonly AwsEvent[] {
  if (type === 'ExecutionRedriven') return [{ type, executionRedrivenEventDetails: details }];
  return converted[type]?.(Details.parse(details), context) ?? [];
}

/**
 * Returns an execution's history as AWS returns it. Source: Step Functions API reference, "HistoryEvent".
 * @param execution its history contains the events of the engine
 * @param roleArn role of the workflow; undefined if it is no longer declared
 */
export function executionHistory({ history, arn }: Pick<Execution, 'history' | 'arn'>, roleArn: string | undefined) {
  const [, , , region = ''] = arn.split(':');
  const caught = new Set<string>();
  const events = history.flatMap((event) => {
    const name = Details.safeParse(event.details).data?.state.name ?? '';
    if (event.type === 'StateCaught') caught.add(name);
    const isCaught = event.type === 'StateExited' && caught.delete(name);
    const timestamp = event.timestamp / 1000;
    return convertedEvent(event, { roleArn, region, isCaught }).map((one) => ({ timestamp, ...one }));
  });
  // the first state also follows no other event
  return events.map((event, index) => ({ ...event, id: index + 1, previousEventId: index < 2 ? 0 : index }));
}

const dataFields: ReadonlySet<string> = new Set(['input', 'inputDetails', 'output', 'outputDetails']);

/** Removes the inputs and outputs of an event. */
export const withoutData = (event: object): object =>
  Object.fromEntries(
    Object.entries(event).map(([name, value]: [string, unknown]) => {
      if (typeof value !== 'object' || value === null) return [name, value];
      return [name, Object.fromEntries(Object.entries(value).filter(([field]) => !dataFields.has(field)))];
    }),
  );
