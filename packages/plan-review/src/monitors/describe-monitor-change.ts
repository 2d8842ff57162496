import {
  catalogue,
  describeMonitor,
  handlesIn,
  type MonitorDefinition,
  type MonitorQuery,
  type Sentence,
  type Topic,
} from '@himeshima/datadog-monitors';
import type { Value, ValueObject } from '@himeshima/terraform-json';
import { changedText, type Line } from '../changes/changed-text';
import { changedWords } from '../changes/changed-words';
import { describeChange } from '../changes/describe-change';
import { differencesOf, withoutItems } from '../difference/difference';
import { joined, type Phrase, say, strong, words } from '../phrase';
import type { Change } from '../plan/plan';
import type { ChangedMonitor } from './changed-monitors';
import { type MonitorSide, monitorAttributes, readSide } from './monitor-side';
import { countedWithin, insteadOf, windowChange, windowOf } from './query-window';
import { type Urgency, urgencyOf } from './urgency';

/** Description of a changed monitor in sentences. */
export interface MonitorDescription {
  readonly address: string;
  readonly id: string;
  readonly action: 'new' | 'changed' | 'deleted';
  /** Rank of the urgency, from 0 (pages) to 3 (least urgent). */
  readonly rank: number;
  /** Summary in one sentence: the most important changes, or the condition and recipients of a new or deleted monitor. */
  readonly summary: Phrase;
  /** Changed sentences of the description: the old and the new form of each sentence. */
  readonly sentences: readonly { readonly before: Phrase; readonly after: Phrase }[];
  /** Query with marked changes. Empty if the query does not change. */
  readonly query: Phrase;
  /** Lines about other changed attributes, one line for each attribute. */
  readonly lines: readonly Line[];
}

interface Context {
  /** Addresses of dashboards that change only because of this monitor. */
  readonly dashboards: readonly string[];
}

/** Describes a changed monitor. Returns undefined for an unreadable monitor, whose attributes the review lists instead. */
export function describeMonitorChange(
  { change, id, before: was, after: is }: ChangedMonitor,
  { dashboards }: Context,
): MonitorDescription | undefined {
  const { address } = change;
  const urgencies = [was, is].flatMap((side) => (side === undefined ? [] : [urgencyOf(side.definition)]));
  const [urgency = { rank: 0, label: [] }] = urgencies.sort((a, b) => a.rank - b.rank);
  if (was !== undefined && is !== undefined) {
    const [before, after] = [was.definition, is.definition];
    const sentences = changedSentences(was, is);
    const query = before.query === after.query ? [] : changedQuery(before.query, after.query);
    const unread = new Set([...was.unread, ...is.unread]);
    const described = monitorAttributes.filter(
      (name) => is.later.includes(name) || (!unread.has(name) && isDescribed(name, change)),
    );
    const others = describeChange(change, new Set(described));
    const topics = sentences.map(({ topic }) => topic);
    const replaced = change.action === 'replace' ? words('; it is replaced') : [];
    const summary = [
      ...say`${id}${labelOf(urgency)} ${summaryOf({ change, was, is, topics })}`,
      ...replaced,
      ...others.note,
    ];
    return {
      address,
      id,
      action: 'changed',
      rank: urgency.rank,
      summary,
      sentences,
      query,
      lines: [
        ...otherLines(before, after),
        ...linesOfLater([...is.later, ...others.afterApply], change),
        ...others.lines,
        ...dashboards.map((dashboard) => ({
          text: say`the marker in ${dashboard} shows the new threshold`,
          items: [],
        })),
      ],
    };
  }
  const only = is ?? was;
  // an updated monitor with only one readable definition is neither new nor deleted
  if (only === undefined || (change.action !== 'create' && change.action !== 'delete')) return undefined;
  const isNew = is !== undefined;
  return {
    address,
    id,
    action: isNew ? 'new' : 'deleted',
    rank: urgency.rank,
    summary: [
      ...say`${id}${labelOf(urgency)} ${[isNew ? 'is new' : 'is deleted']}: `,
      ...alertsOf(only, change),
      ...recipientsOf(only),
    ],
    sentences: [],
    query: [],
    lines: [],
  };
}

/**
 * Returns whether the sentences and lines show both values of an attribute. They do not show, for example, a missing value that means the
 * same as the default, or a threshold of a query that cannot be read.
 */
function isDescribed(name: string, change: Change): boolean {
  const { known, afterApply } = differencesOf(change);
  if (!known.some(({ path: [changed] }) => changed === name)) return !afterApply.some(([later]) => later === name);
  const origin = change.type === 'datadog_monitor' ? 'terraform' : 'api';
  const shownOf = (values: ValueObject) => describedValues(readSide(values, { origin }).side);
  return [
    [change.before, change.after],
    [change.after, change.before],
  ].every(([values = {}, other = {}]) => shownOf(values) !== shownOf({ ...values, [name]: other[name] ?? null }));
}

/** Returns everything that the description of a monitor shows. */
function describedValues(side: MonitorSide | undefined): string {
  if (side === undefined) return '';
  const { name, message, priority, tags, query } = side.definition;
  return JSON.stringify([sentencesOf(side), name, message, priority, tags, query]);
}

const labelOf = ({ label }: Urgency): Phrase => (label.length === 0 ? [] : [' (', ...label, ')']);

function recipientsOf({ definition, later }: MonitorSide): Phrase {
  if (later.includes('message')) return words(' The message is known only after apply.');
  const handles = handlesIn(definition.message).map((handle) => say`${handle}`);
  return handles.length === 0 ? words(' Notifies no one.') : say` Notifies ${joined(handles)}.`;
}

const linesOfLater = (names: readonly string[], { waitsFor }: Change): readonly Line[] =>
  [...new Set(names)].map((name) => ({ text: say`${name}: known only after apply${refersTo(waitsFor)}`, items: [] }));

const refersTo = (references: readonly string[]): Phrase =>
  references.length === 0 ? [] : say`; refers to ${joined(references.map((one) => say`${one}`))}`;

/** Returns the sentence `Alerts when …`. If the query is known only after apply, returns the monitor type and the references. */
function alertsOf(side: MonitorSide, { waitsFor }: Change): Phrase {
  if (side.queryState !== 'known after apply')
    return [{ prose: sentencesOf(side).find(({ about }) => about === 'alerts')?.text ?? '' }];
  return say`${side.definition.type}, whose query is known only after apply${refersTo(waitsFor)}.`;
}

const sentencesOf = ({ definition, query }: MonitorSide): readonly Sentence[] =>
  describeMonitor(definition, catalogue, query);

const changedQuery = (before: string, after: string): Phrase =>
  changedWords(before, after) ?? [{ gone: [{ value: before }] }, ' → ', { come: [{ value: after }] }];

function changedSentences(before: MonitorSide, after: MonitorSide) {
  const [old, now] = [sentencesOf(before), sentencesOf(after)];
  const topics = [...new Set([...old, ...now].map(({ about }) => about))];
  return topics.flatMap((topic) => {
    const [was, is] = [old, now].map((all) => all.find(({ about }) => about === topic)?.text ?? '');
    return was === is
      ? []
      : [{ topic, before: was === '' ? [] : [{ prose: was ?? '' }], after: is === '' ? [] : [{ prose: is ?? '' }] }];
  });
}

interface MonitorChange {
  readonly was: MonitorSide;
  readonly is: MonitorSide;
  readonly change: Change;
  /** Topics of the changed sentences. */
  readonly topics: readonly Topic[];
}

/** Summarizes the changes to a monitor for its first line. */
function summaryOf({ change, was, is, topics }: MonitorChange): Phrase {
  const [before, after] = [was.definition, is.definition];
  const [old, now] = [before, after].map((one) => handlesIn(one.message));
  const alerts = alertConditionChanged(was.query, is.query);
  const changes: readonly Phrase[] = [
    ...alerts,
    ...(alerts.length === 0 && topics.includes('alerts') ? [words('has a different alert condition')] : []),
    ...(topics.includes('warns') ? [words('has a different warning condition')] : []),
    ...(evaluationTimeChanged(before, after) && topics.includes('looks')
      ? [words('has different evaluation settings')]
      : []),
    ...(topics.includes('missing data') ? [words('handles missing data differently')] : []),
    ...(topics.includes('repeats') ? [words('has different renotification settings')] : []),
    ...(old?.join() === now?.join() ? [] : [recipientsChanged(old ?? [], now ?? [])]),
    ...changedTags(before.tags, after.tags),
  ];
  if (changes.length > 0) return joined(changes);
  if (before.message !== after.message || before.name !== after.name) return words('has a different message');
  if (before.priority !== after.priority) return words('has a different priority');
  return is.later.length > 0 ? words(`may have a different ${is.later.join(' and ')}`) : changedOptions(change);
}

const evaluationTimeChanged = (before: MonitorDefinition, after: MonitorDefinition) =>
  (['evaluationDelaySeconds', 'newGroupDelaySeconds', 'requireFullWindow'] as const).some(
    (option) => before[option] !== after[option],
  );

const optionsNamedAtMost = 3;

/** Lists the changed options: `has a different new_host_delay`. */
function changedOptions(change: Change): Phrase {
  const { known, afterApply } = differencesOf(change);
  const names = [...new Set([...known.map(({ path }) => path), ...afterApply].flatMap(([name]) => name ?? []))];
  const isShort = names.length > 0 && names.length <= optionsNamedAtMost;
  if (!isShort) return words('has other changes');
  return say`${[names.length === 1 ? 'has a different' : 'has different']} ${joined(names.map((name) => say`${name}`))}`;
}

/** Maximum number of tags in the first line. The lines below contain all tags. */
const tagsNamedAtMost = 3;

function changedTags(before: readonly string[], after: readonly string[]): readonly Phrase[] {
  const [gone = [], come = []] = onlyOnOneSide(before, after);
  if (gone.length + come.length > tagsNamedAtMost) return [words('has different tags')];
  const tags = (those: readonly string[]) =>
    say`${[those.length > 1 ? 'the tags' : 'the tag']} ${joined(those.map((tag) => say`${tag}`))}`;
  return [
    ...(gone.length > 0 ? [say`loses ${tags(gone)}`] : []),
    ...(come.length > 0 ? [say`gets ${tags(come)}`] : []),
  ];
}

function recipientsChanged(old: readonly string[], now: readonly string[]): Phrase {
  const named = (handles: readonly string[]) =>
    handles.length === 0 ? words('no one') : joined(handles.map((handle) => say`${handle}`));
  return say`notifies ${named(now)} instead of ${named(old)}`;
}

/** Describes a changed threshold or window. Returns an empty list if another part of the query changes. */
function alertConditionChanged(old: MonitorQuery, now: MonitorQuery): readonly Phrase[] {
  if (!('threshold' in old) || !('threshold' in now)) return [];
  if (withoutFigures(old) !== withoutFigures(now)) return [];
  const [from, to] = [old.threshold.value, now.threshold.value];
  const [was, is] = [windowOf(old), windowOf(now)];
  const isOther = was !== undefined && is !== undefined && (was.minutes !== is.minutes || was.kind !== is.kind);
  const namesWindows = from !== to && countedWithin(now) !== '';
  return [
    ...(from === to ? [] : [say`will alert at ${strong([String(to)])}${insteadOf(old, now)}`]),
    ...(isOther && !namesWindows ? [windowChange(was, is)] : []),
  ];
}

function withoutFigures(query: Extract<MonitorQuery, { threshold: unknown }>): string {
  const text = query.text.slice(0, query.threshold.column - 1);
  const window = windowOf(query);
  return window === undefined ? text : `${text.slice(0, window.column - 1)}…${text.slice(window.end - 1)}`;
}

function otherLines(before: MonitorDefinition, after: MonitorDefinition): readonly Line[] {
  return [
    ...line('name', before.name, after.name),
    ...line('message', before.message, after.message),
    ...line('priority', before.priority, after.priority),
    ...line('tags', ...onlyOnOneSide(before.tags, after.tags)),
  ];
}

const line = (name: string, before: Value | undefined, after: Value | undefined): readonly Line[] =>
  before === after ? [] : [changedText(say`${name}`, before, after)];

/**
 * Returns the items that only the first list contains, and the items that only the second list contains. An empty list is
 * undefined.
 */
function onlyOnOneSide(before: readonly string[] = [], after: readonly string[] = []) {
  const left = (those: readonly string[], others: readonly string[]) => {
    const rest = withoutItems(those, others);
    return rest.length === 0 ? undefined : rest;
  };
  return [left(before, after), left(after, before)] as const;
}
