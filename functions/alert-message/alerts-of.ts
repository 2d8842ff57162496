import type { AlertReason, LogRecord } from '../../contracts/alerts';
import { readLine } from './read-line';

/** What one failed invocation has to say to a person. */
export interface Alert {
  readonly function: string;
  /** Undefined for lines that belong to no invocation, such as a crash while the function was loaded. */
  readonly requestId: string | undefined;
  readonly reason: AlertReason;
  readonly logGroup: string;
  readonly logStream: string;
  /** Ms since the epoch of the first line. */
  readonly at: number;
  readonly lines: readonly string[];
}

/** The alerts of one record: one for each invocation that has something to tell, in the order of its first line. */
export function alertsOf({ logGroup, logStream, logEvents }: LogRecord): readonly Alert[] {
  const alerts = new Map<string, Alert>();
  for (const { id, timestamp, message } of logEvents) {
    const { requestId, reason } = readLine(message);
    if (!reason) continue;
    const key = requestId ?? id;
    const known = alerts.get(key);
    alerts.set(key, {
      function: logGroup.replace('/aws/lambda/', ''),
      requestId,
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
