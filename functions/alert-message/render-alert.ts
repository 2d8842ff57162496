import type { AlertReason } from '../../contracts/alerts';
import type { Alert } from './alerts-of';

const happened: Readonly<Record<AlertReason, string>> = {
  error: 'failed',
  timeout: 'timed out',
  memory: 'ran out of memory',
};

/** SNS takes 256 KB a message; nobody reads more than this of one line. */
const longestLine = 8000;
const mostLines = 20;

/** Subject and body of the message that people get. SNS wants a subject of at most 100 ASCII characters. */
export function renderAlert(alert: Alert): { readonly subject: string; readonly body: string } {
  const subject = `${alert.source} ${happened[alert.reason]}`;
  const hidden = alert.lines.length - mostLines;
  const body = [
    subject,
    '',
    `request id  ${alert.requestId ?? 'none'}`,
    ...(alert.trace === undefined ? [] : [`trace id    ${alert.trace}`]),
    `log group   ${alert.logGroup}`,
    `log stream  ${alert.logStream}`,
    `at          ${new Date(alert.at).toISOString()}`,
    '',
    ...alert.lines.slice(0, mostLines).map(shortened),
    ...(hidden > 0 ? [`… ${hidden} more lines in the log stream`] : []),
  ];
  return { subject: subject.replace(/[^\x20-\x7e]/g, '?').slice(0, 100), body: body.join('\n') };
}

const shortened = (line: string) => (line.length > longestLine ? `${line.slice(0, longestLine)} …` : line);
