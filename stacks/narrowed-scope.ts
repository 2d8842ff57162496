import type { Environment } from '../config/environment';

const groups = /\bby\s*\{[^}]*\}/;
const scope = /\{(?<text>[^}]*)\}/;
const groupsOrScope = new RegExp(`${groups.source}|${scope.source}`, 'g');

/**
 * The query with every scope narrowed to the account of the environment, where its Datadog organisation sees other
 * accounts too; elsewhere the query as it was written. Datadog's AWS integration tags with `aws_account`.
 */
export function narrowedScope(query: string, { account, datadog }: Environment): string {
  if (datadog.organisation === 'own') return query;
  const tag = `aws_account:${account}`;
  return query.replace(groupsOrScope, (found, text?: string) =>
    text === undefined ? found : `{${within(text, tag)}}`,
  );
}

function within(text: string, tag: string): string {
  if (text.trim() === '*') return tag;
  // D/metrics/advanced-filtering: `,` and `!` cannot be mixed with AND, OR, NOT and IN.
  return /\b(AND|OR|NOT|IN)\b/i.test(text) ? `(${text}) AND ${tag}` : `${text},${tag}`;
}
