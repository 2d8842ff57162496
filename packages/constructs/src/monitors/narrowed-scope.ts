import type { MonitoredEnvironment } from './monitoring';

const groups = /\bby\s*\{[^}]*\}/;
const scope = /\{(?<text>[^}]*)\}/;
const groupsOrScope = new RegExp(`${groups.source}|${scope.source}`, 'g');

/**
 * Narrows every scope of a query to the AWS account of the environment, if its Datadog organization is shared with other accounts.
 * Datadog's AWS integration sets the `aws_account` tag.
 */
export function narrowedScope(query: string, { account, datadog }: MonitoredEnvironment): string {
  if (datadog.organisation === 'own') return query;
  const tag = `aws_account:${account}`;
  return query.replace(groupsOrScope, (found, text?: string) =>
    text === undefined ? found : `{${within(text, tag)}}`,
  );
}

function within(text: string, tag: string): string {
  if (text.trim() === '*') return tag;
  // `,` and `!` cannot be combined with AND, OR, NOT and IN (docs.datadoghq.com/metrics/advanced-filtering)
  return /\b(AND|OR|NOT|IN)\b/i.test(text) ? `(${text}) AND ${tag}` : `${text},${tag}`;
}
