export interface WorkflowDeclaration {
  name: string;
  arn: string;
  role: string;
  definition: string;
  logGroup: string | undefined;
  /** Whether each execution sends a trace segment. */
  traced: boolean;
  /** Level of the logs; undefined if the executions are not logged. */
  logLevel?: string | undefined;
}

export interface HistoryEvent {
  id: number;
  timestamp: number;
  type: string;
  details: Record<string, unknown>;
}

/** Item of a distributed Map that an execution runs. */
export interface MapItem {
  /** ARN of the execution that the Map is part of. */
  readonly parent: string;
  /** Name of the Map. */
  readonly map: string;
  readonly index: number;
  /** Number of the event with which the parent entered the Map. */
  readonly entered: number;
}

export interface Execution {
  arn: string;
  name: string;
  workflowArn: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  input: string;
  startedAt: number;
  stoppedAt: number | undefined;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  history: HistoryEvent[];
  /** Hash of the definition that the execution was started with. */
  definition?: string;
  /** Item of a distributed Map that the execution runs; undefined for other executions. */
  item?: MapItem;
  /** Number of times that the execution was redriven. */
  redriveCount?: number;
  /** Time of the last redrive, in ms since the epoch. */
  redrivenAt?: number;
  /** Client tokens of the last redrives, oldest first. */
  redrives?: readonly { token: string; at: number }[];
}

/** Result of an execution. */
export type Ending = Pick<Execution, 'status' | 'output' | 'error' | 'cause'>;

/** Metrics that count executions by status, under their Datadog names. */
export const endingMetrics = {
  SUCCEEDED: 'executions_succeeded',
  FAILED: 'executions_failed',
  TIMED_OUT: 'executions_timed_out',
  ABORTED: 'executions_aborted',
} as const;

const endingEvents = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
} as const;

/** Adds the last event to the history of an execution that ended without the engine, because it was stopped, for example. */
export function completeHistory({ status, stoppedAt, output, error, cause, history }: Execution): void {
  if (status === 'RUNNING' || stoppedAt === undefined || history.at(-1)?.type === endingEvents[status]) return;
  history.push({
    id: history.length + 1,
    timestamp: stoppedAt,
    type: endingEvents[status],
    details: output === undefined ? { Error: error, Cause: cause } : { output: JSON.parse(output) },
  });
}
