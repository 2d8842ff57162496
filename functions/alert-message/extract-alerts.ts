import type { AlertReason, LogRecord } from '../../contracts/alerts';
import { parseLogLine } from './parse-log-line';

/** Alert about one failed invocation, execution or request. */
export interface Alert {
  /** Name of the failed component: `power-on`, `workflow power-command` or `API himeshima`. */
  readonly source: string;
  /**
   * Id of the invocation or request, or name of the execution. Undefined for lines outside an invocation, for example if
   * the function fails to load.
   */
  readonly requestId: string | undefined;
  /** Trace id, shared with the log lines of other components. */
  readonly trace: string | undefined;
  readonly reason: AlertReason;
  readonly logGroup: string;
  readonly logStream: string;
  /** Time of the first line, in ms since the epoch. */
  readonly at: number;
  readonly lines: readonly string[];
}

/**
 * Returns one alert for each failed invocation, execution or request in a log record, and one for each error line outside an invocation,
 * in the order of their first lines.
 */
export function extractAlerts({ logGroup, logStream, logEvents }: LogRecord): readonly Alert[] {
  const alerts = new Map<string, Alert>();
  for (const { id, timestamp, message } of logEvents) {
    const { id: requestId, reason, trace } = parseLogLine(message);
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
      // A timeout or exhausted memory also causes error lines in the same invocation, so these reasons take precedence over error lines.
      reason: reason === 'error' ? (known?.reason ?? reason) : reason,
      lines: [...(known?.lines ?? []), message.trimEnd()],
    });
  }
  return [...alerts.values()];
}

/** Derives the component's name from the name of its log group. */
function sourceOf(logGroup: string): string {
  const name = logGroup.split('/').at(-1) ?? logGroup;
  if (logGroup.startsWith('/aws/vendedlogs/states/')) return `workflow ${name}`;
  return logGroup.startsWith('/aws/apigateway/') ? `API ${name}` : name;
}
