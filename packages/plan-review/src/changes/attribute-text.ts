import type { Value } from '@himeshima/terraform-json';
import { statementsIn } from './statements';
import { trafficIn } from './traffic';

/** Maximum length of a value. */
const longest = 60;
/** Maximum length of the rules of a firewall, and of the statements of a policy. */
const longestRights = 200;

/**
 * Formats values as a list: `tcp:22, tcp:80-90, 14 more`. Shortens a long value, and counts the lines of a multi-line value. Separates the
 * statements of policies with semicolons.
 */
export function textOf(attribute: string, values: readonly Value[]): string {
  const rules = [...new Set(values.flatMap((value) => trafficIn(attribute, value)))];
  if (rules.length > 0) return beginningOf(rules, longestRights, ', ');
  const statements = [...new Set(values.flatMap(statementsIn))];
  if (statements.length > 0) return beginningOf(statements, longestRights, '; ');
  return beginningOf([...new Set(values.flatMap(textsOf))], longest, ', ');
}

/** Joins the first texts up to a maximum length, at least one, and counts the others. */
function beginningOf(texts: readonly string[], most: number, separator: string): string {
  let length = 0;
  const end = texts.findIndex((one, at) => {
    length += one.length + separator.length;
    return at > 0 && length - separator.length > most;
  });
  const shown = end < 0 ? texts : texts.slice(0, end);
  return [...shown, ...(shown.length < texts.length ? [`${texts.length - shown.length} more`] : [])].join(separator);
}

function textsOf(value: Value): readonly string[] {
  if (value === null || typeof value === 'object') return [];
  const [first = '', ...others] = String(value).trim().split('\n');
  if (others.length > 0) return [`${shortened(first)} (${others.length + 1} lines)`];
  if (encoded.test(first)) return [`${first.length} characters`];
  return first === '' ? [] : [shortened(first)];
}

/** Matches encoded data, such as a compressed script in Base64. */
const encoded = /^[A-Za-z0-9+/_-]{100,}={0,2}$/;

const shortened = (text: string) =>
  // without half of a character outside the Basic Multilingual Plane
  text.length > longest ? `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
