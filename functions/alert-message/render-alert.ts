import type { AlertReason } from '../../contracts/alerts';
import type { Alert } from './extract-alerts';

const verbs: Readonly<Record<AlertReason, string>> = {
  error: 'failed',
  timeout: 'timed out',
  memory: 'ran out of memory',
};

/** Well below SNS's limit of 256 KB per message, because people do not read longer alerts to the end. */
const maxLineLength = 8000;
const maxLines = 20;

/** Renders an alert as an SNS message. SNS allows at most 100 ASCII characters in the subject. */
export function renderAlert(alert: Alert): { readonly subject: string; readonly body: string } {
  const subject = `${alert.source} ${verbs[alert.reason]}`;
  const hidden = alert.lines.length - maxLines;
  const body = [
    subject,
    '',
    `request id  ${alert.requestId ?? 'none'}`,
    ...(alert.trace === undefined ? [] : [`trace id    ${alert.trace}`]),
    `log group   ${alert.logGroup}`,
    `log stream  ${alert.logStream}`,
    `at          ${new Date(alert.at).toISOString()}`,
    '',
    ...alert.lines.slice(0, maxLines).map(truncate),
    ...(hidden > 0 ? [`… ${hidden} more lines in the log stream`] : []),
  ];
  return { subject: subject.replace(/[^\x20-\x7e]/g, '?').slice(0, 100), body: body.join('\n') };
}

const truncate = (line: string) => (line.length > maxLineLength ? `${line.slice(0, maxLineLength)} …` : line);
