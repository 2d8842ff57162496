import type { AlertReason, LogRecord } from '../../contracts/alerts';
import { readLine } from './read-line';

/** What one failed invocation, execution or request has to say to a person. */
export interface Alert {
  /** `power-on`, `workflow power-command`, `API himeshima`. */
  readonly source: string;
  /**
   * Of the invocation or the request, or the name of the execution. Undefined for lines that belong to none, such as a
   * crash while the function was loaded.
   */
  readonly requestId: string | undefined;
  /** By which the same thing is found in the lines of others. */
  readonly trace: string | undefined;
  readonly reason: AlertReason;
  readonly logGroup: string;
  readonly logStream: string;
  /** Ms since the epoch of the first line. */
  readonly at: number;
  readonly lines: readonly string[];
}

/** The alerts of one record: one for each invocation, execution or request that has something to tell, in the order of its first line. */
export function alertsOf({ logGroup, logStream, logEvents }: LogRecord): readonly Alert[] {
  const alerts = new Map<string, Alert>();
  for (const { id, timestamp, message } of logEvents) {
    const { id: requestId, reason, trace } = readLine(message);
    if (!reason) continue;
    const key = requestId ?? id;
    const known = alerts.get(key);
    alerts.set(key, {
      source: sourceOf(logGroup),
      requestId,
      trace: known?.trace ?? trace,
      logGroup,
      logStream,
      at: known?.at ?? timestamp,
      // A timeout or exhausted memory explains the error lines beside it, never the other way round.
      reason: reason === 'error' ? (known?.reason ?? reason) : reason,
      lines: [...(known?.lines ?? []), message.trimEnd()],
    });
  }
  return [...alerts.values()];
}

/** Where AWS and the stacks put the logs of whom. */
function sourceOf(logGroup: string): string {
  const name = logGroup.split('/').at(-1) ?? logGroup;
  if (logGroup.startsWith('/aws/vendedlogs/states/')) return `workflow ${name}`;
  return logGroup.startsWith('/aws/apigateway/') ? `API ${name}` : name;
}
