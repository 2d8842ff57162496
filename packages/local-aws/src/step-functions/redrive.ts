import type { Definition } from './definition';
import type { Execution } from './execution';
import { type ResumePoint, resumePoint } from './resume-point';

const dayMs = 86_400_000;
/** Conditions for redriving an execution. Source: Step Functions developer guide, "redrive-executions". */
const redrivableMs = 14 * dayMs;
const longestExecutionMs = 365 * dayMs;
const mostEvents = 24_999;

/** Client tokens that are remembered. Source: Step Functions API reference, "RedriveExecution". */
const maxTokens = 10;
const tokenMs = 15 * 60_000;

/** Point at which a redriven execution continues, or the reason why the execution cannot be redriven. */
export type Redrive = { readonly from: Exclude<ResumePoint, { kind: 'not resumable' }> } | { readonly reason: string };

/**
 * Returns where a redriven execution continues. The reasons are those in the API reference, "DescribeExecution",
 * redriveStatusReason, except for branches inside other branches, which are not supported.
 * @param definition definition of the execution; undefined if its workflow is no longer declared
 */
export function redriveOf(execution: Execution, definition: Definition | undefined, now: number): Redrive {
  const { status, startedAt, stoppedAt = startedAt, history } = execution;
  const reasons = [
    [status === 'RUNNING' || status === 'SUCCEEDED', `Execution is ${status} and cannot be redriven`],
    [now > stoppedAt + redrivableMs, 'Execution redrivable period exceeded'],
    [now > startedAt + longestExecutionMs, 'Execution has exceeded the max execution time'],
    [history.length >= mostEvents, 'Execution history event limit exceeded'],
  ] as const;
  const [failed] = reasons.filter(([isFailed]) => isFailed);
  if (failed !== undefined) return { reason: failed[1] };
  if (definition === undefined) return { reason: 'State machine is in DELETING status' };
  const from = resumePoint(definition, execution, { mayRestartChildren: true });
  if (from.kind === 'not resumable') return { reason: `${from.reason}, which cannot be redriven locally` };
  return { from };
}

/** Returns when an execution was redriven with a client token, in ms since the epoch; undefined for a new token. */
export const redrivenWith = ({ redrives = [] }: Execution, token: string, now: number): number | undefined =>
  redrives.find((redrive) => redrive.token === token && now <= redrive.at + tokenMs)?.at;

/** Changes an execution that is redriven: it is running again, and its history continues. */
export function startRedrive(execution: Execution, token: string | undefined, at: number): void {
  const redriveCount = (execution.redriveCount ?? 0) + 1;
  Object.assign(execution, {
    status: 'RUNNING',
    stoppedAt: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    redriveCount,
    redrivenAt: at,
    redrives: [...(execution.redrives ?? []), ...(token === undefined ? [] : [{ token, at }])].slice(-maxTokens),
  } satisfies Partial<Execution>);
  execution.history.push({
    id: execution.history.length + 1,
    timestamp: at,
    type: 'ExecutionRedriven',
    details: { redriveCount },
  });
}
