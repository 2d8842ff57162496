import {
  compositeState,
  groupKeys,
  type MonitorQuery,
  monitorsIn,
  type Scope,
  seriesIn,
} from '@himeshima/datadog-monitors';
import { joined, type Phrase, say } from '../phrase';
import { aggregationChanged } from './aggregation-changed';
import type { MonitorSide } from './monitor-side';
import { countedWithin, insteadOf, windowChange, windowOf } from './query-window';
import { isCovered } from './scope-coverage';

/** Describes why a monitor alerts later or less often because of a changed query. */
export function weakerQuery(before: MonitorSide, after: MonitorSide): readonly Phrase[] {
  const [old, now] = [before.query, after.query];
  if (old.kind === 'opaque' || now.kind === 'opaque') return opaqueQuery(before, after);
  const thresholds = threshold(old, now);
  const namesWindows = thresholds.length > 0 && countedWithin(now) !== '';
  return [
    ...thresholds,
    ...(namesWindows ? [] : window(old, now)),
    ...watched(old, now),
    ...aggregationChanged(old, now),
    ...groups(old, now),
    ...runs(before.definition, after.definition),
  ];
}

type Definition = MonitorSide['definition'];

/** Compares the thresholds of two queries as text, if the queries are otherwise identical. */
function opaqueQuery(before: MonitorSide, after: MonitorSide): readonly Phrase[] {
  const [old, now] = [before.query.text.trim(), after.query.text.trim()];
  if (old === now) return [];
  const [was, is] = [endOf(old), endOf(now)];
  if (was === undefined || is === undefined || was.watched !== is.watched)
    return [say`the old and the new query cannot be compared`];
  return comparison(was, is);
}

/** Parses the comparison at the end of a query, such as `> 3`. Composite queries have no comparison. */
function endOf(text: string) {
  const [, watched, sign, value] = /^(.*?)(>=|<=|==|!=|>|<)\s*(-?[\d.]+(?:[eE][+-]?\d+)?)$/s.exec(text) ?? [];
  return watched === undefined || sign === undefined
    ? undefined
    : { watched: watched.trim(), sign, value: Number(value) };
}

const directionOf = (sign: string) => sign.charAt(0);

function threshold(old: MonitorQuery, now: MonitorQuery): readonly Phrase[] {
  if (!('threshold' in old) || !('threshold' in now)) return [];
  return comparison(
    { value: old.threshold.value, sign: old.comparator.sign },
    { value: now.threshold.value, sign: now.comparator.sign },
    insteadOf(old, now),
  );
}

interface Comparison {
  readonly sign: string;
  readonly value: number;
}

function comparison(
  { value: was, sign: from }: Comparison,
  { value: is, sign: to }: Comparison,
  instead: Phrase = say` instead of ${was}`,
): readonly Phrase[] {
  if (directionOf(from) !== directionOf(to))
    return [say`it alerts if the value is ${to} ${is} instead of ${from} ${was}`];
  if (!/^[<>]/.test(to)) return was === is ? [] : [say`it alerts at ${is} instead of ${was}`];
  const later = to.startsWith('>') ? is > was : is < was;
  if (later) return [say`it alerts at ${is}${instead}`];
  return is === was && from.length > to.length
    ? [say`it alerts ${[to.startsWith('>') ? 'above' : 'below']} ${is} instead of at ${was}`]
    : [];
}

/**
 * Describes a changed window that makes the monitor alert later: a longer window smooths averages, and a shorter window sums fewer values.
 */
function window(old: MonitorQuery, now: MonitorQuery): readonly Phrase[] {
  const [one, other] = [windowOf(old), windowOf(now)];
  if (one === undefined || other === undefined || one.how !== other.how || !('comparator' in now)) return [];
  const [was, is] = [one.minutes, other.minutes];
  const addsUp = ['sum', 'max', 'count', 'cardinality'].includes(other.how);
  const later = addsUp === now.comparator.sign.startsWith('>') ? is < was : is > was;
  return later ? [say`it ${windowChange(one, other)}`] : [];
}

/** Describes metrics, scopes, service check hosts and composite members that the monitor no longer watches. */
function watched(old: MonitorQuery, now: MonitorQuery): readonly Phrase[] {
  if (old.kind === 'metric' && now.kind === 'metric') return metrics(old, now);
  if (old.kind === 'service check' && now.kind === 'service check') {
    if (old.check.text !== now.check.text) return [say`it watches ${now.check.text} instead of ${old.check.text}`];
    const [was, is] = [old, now].map(({ over }) => over.map(({ text }) => text));
    return narrower(was ?? [], is ?? [])
      ? [say`it watches only ${(is ?? []).join(', ')} instead of ${(was ?? []).join(', ') || '*'}`]
      : excluded(old.exclude, now.exclude);
  }
  if (old.kind === 'composite' && now.kind === 'composite') return members(old, now);
  return 'search' in old && 'search' in now && old.search.text !== now.search.text
    ? [say`it searches for ${now.search.text} instead of ${old.search.text}`]
    : [];
}

type TextItems = readonly { readonly text: string }[];

function excluded(was: TextItems, is: TextItems): readonly Phrase[] {
  const more = is.filter(({ text }) => !was.some((one) => one.text === text));
  return more.length === 0 ? [] : [say`it no longer watches ${joined(more.map(({ text }) => say`${text}`))}`];
}

type Of<Kind extends MonitorQuery['kind']> = Extract<MonitorQuery, { kind: Kind }>;

function metrics(old: Of<'metric'>, now: Of<'metric'>): readonly Phrase[] {
  const [before, after] = [seriesIn(old.expression), seriesIn(now.expression)];
  const gone = before
    .map(({ metric }) => metric.text)
    .filter((name) => !after.some(({ metric }) => metric.text === name));
  if (gone.length > 0) return [say`it no longer watches ${joined([...new Set(gone)].map((name) => say`${name}`))}`];
  return before.flatMap((one, at): readonly Phrase[] => {
    const other = after[at];
    if (other?.metric.text !== one.metric.text) return [];
    const [was, is] = [partsOf(old.text, one.scope), partsOf(now.text, other.scope)];
    return narrower(was, is) && !isCovered(one.scope, other.scope)
      ? [say`it watches only ${is.join(', ')} instead of ${was.join(', ') || '*'}`]
      : [];
  });
}

/** Returns the conditions of a scope. A source must match all conditions. */
function partsOf(text: string, scope: Scope): readonly string[] {
  if (scope.kind === 'all') return [];
  if (scope.kind === 'and') return scope.parts.flatMap((part) => partsOf(text, part));
  return [text.slice(scope.column - 1, scope.end - 1)];
}

function narrower(was: readonly string[], is: readonly string[]): boolean {
  const [old, now] = [was, is].map((all) => all.filter((part) => part !== '*'));
  return (now ?? []).some((part) => !old?.includes(part));
}

/** Maximum number of members to compare. Ten members have 1,024 combinations. */
const membersAtMost = 10;

/** Describes a composite monitor that no longer alerts for some combination of alerting members. */
function members(old: Of<'composite'>, now: Of<'composite'>): readonly Phrase[] {
  const ids = [...new Set([...monitorsIn(old.expression), ...monitorsIn(now.expression)])];
  if (ids.length > membersAtMost) return [];
  const combinations = Array.from(
    { length: 2 ** ids.length },
    (_, bits) => new Set(ids.filter((_id, at) => (bits >> at) & 1)),
  );
  const fewer = combinations.some((alerting) => holds(old.expression, alerting) && !holds(now.expression, alerting));
  return fewer ? [say`it alerts on ${now.text} instead of ${old.text}, so some alerts are missing`] : [];
}

const holds = (expression: Of<'composite'>['expression'], alerting: ReadonlySet<string>): boolean =>
  compositeState(expression, (id) => (alerting.has(id) ? 'Alert' : 'OK')) === 'Alert';

/** Describes removed groups. Merged groups notify only once. */
function groups(old: MonitorQuery, now: MonitorQuery): readonly Phrase[] {
  const [was, is] = [groupsOf(old), groupsOf(now)];
  const gone = was.filter((key) => !is.includes(key));
  return gone.length === 0 ? [] : [say`it no longer groups by ${joined(gone.map((key) => say`${key}`))}`];
}

function groupsOf(query: MonitorQuery): readonly string[] {
  if (query.kind === 'metric') return groupKeys(query.expression);
  return 'groupBy' in query ? query.groupBy.map(({ text }) => text) : [];
}

/** Describes a service check that alerts only after more failed runs. */
function runs({ thresholds: was }: Definition, { type, thresholds: is }: Definition): readonly Phrase[] {
  const [old, now] = [was.critical ?? 1, is.critical ?? 1];
  return type === 'service check' && now > old ? [say`it alerts after ${now} failed runs instead of ${old}`] : [];
}
