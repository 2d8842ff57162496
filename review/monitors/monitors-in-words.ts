import {
  catalogue,
  describeMonitor,
  handlesIn,
  type MonitorDefinition,
  parseMonitorQuery,
  type Sentence,
} from '../../lib/datadog';
import type { Value } from '../../lib/terraform';
import { changedText, changedWords, type Line } from '../changes/changed-text';
import { whatChanges } from '../changes/what-changes';
import { joined, type Phrase, say, strong, words } from '../phrase';
import type { ChangedMonitor } from './monitors-in';
import { alertsInThePast, type Past } from './past';
import { inItsWindow } from './window-of';

/** A monitor before and after, as somebody would tell a colleague. */
export interface MonitorInWords {
  readonly address: string;
  readonly id: string;
  readonly action: 'new' | 'changed' | 'deleted';
  /** One sentence: what it does from now on, or did. */
  readonly summary: Phrase;
  /** Sentences that are others than before. */
  readonly sentences: readonly { readonly before: Phrase; readonly after: Phrase }[];
  /** The query, its changed words marked; nothing where it stays. */
  readonly query: Phrase;
  /** How often it would have alerted, where the past is known. */
  readonly past: Phrase;
  /** Other attributes that change, a line each. */
  readonly lines: readonly Line[];
}

interface Beside {
  readonly past: Past | undefined;
  /** Addresses of dashboards that change by it alone. */
  readonly dashboards: readonly string[];
}

/** What sentences or lines of their own tell. */
const toldOfMonitors = new Set([
  'escalation_message',
  'evaluation_delay',
  'group_retention_duration',
  'message',
  'monitor_threshold_windows',
  'monitor_thresholds',
  'name',
  'new_group_delay',
  'new_host_delay',
  'no_data_timeframe',
  'notify_no_data',
  'on_missing_data',
  'priority',
  'query',
  'renotify_interval',
  'renotify_occurrences',
  'renotify_statuses',
  'require_full_window',
  'scheduling_options',
  'tags',
  'timeout_h',
]);

/** @returns undefined for a monitor that cannot be read: it is shown by its attributes, as everything else */
export function monitorInWords(
  { change, id, before, after }: ChangedMonitor,
  { past, dashboards }: Beside,
): MonitorInWords | undefined {
  const { address } = change;
  if (before !== undefined && after !== undefined) {
    const sentences = changedSentences(before, after);
    const query = before.query === after.query ? [] : changedQuery(before.query, after.query);
    const others = whatChanges(change, toldOfMonitors);
    const summary = [...say`${id} ${summaryOf(before, after, sentences)}`, ...others.note];
    const inThePast = past === undefined ? [] : alertsInThePast(before, after, past);
    return {
      address,
      id,
      action: 'changed',
      summary,
      sentences,
      query,
      past: inThePast,
      lines: [
        ...otherLines(before, after),
        ...others.lines,
        ...dashboards.map((dashboard) => ({ text: say`the marker in ${dashboard} goes with it`, items: [] })),
      ],
    };
  }
  const only = after ?? before;
  // of one that stays, and is read on one side alone, nothing begins or ends
  if (only === undefined || (change.action !== 'create' && change.action !== 'delete')) return undefined;
  const alerts = sentencesOf(only).find(({ about }) => about === 'alerts')?.text ?? '';
  const isNew = after !== undefined;
  return {
    address,
    id,
    action: isNew ? 'new' : 'deleted',
    summary: [...say`${id} ${[isNew ? 'is new' : 'is deleted']}: `, { prose: alerts }, ...whom(only)],
    sentences: [],
    query: [],
    past: [],
    lines: [],
  };
}

function whom({ message }: MonitorDefinition): Phrase {
  const handles = handlesIn(message).map((handle) => say`${handle}`);
  return handles.length === 0 ? words(' It calls nobody.') : say` It calls ${joined(handles)}.`;
}

const sentencesOf = (definition: MonitorDefinition): readonly Sentence[] => describeMonitor(definition, catalogue);

const changedQuery = (before: string, after: string): Phrase =>
  changedWords(before, after) ?? [{ gone: [{ value: before }] }, ' → ', { come: [{ value: after }] }];

function changedSentences(before: MonitorDefinition, after: MonitorDefinition) {
  const [old, now] = [sentencesOf(before), sentencesOf(after)];
  const topics = [...new Set([...old, ...now].map(({ about }) => about))];
  return topics.flatMap((topic) => {
    const [was, is] = [old, now].map((all) => all.find(({ about }) => about === topic)?.text ?? '');
    return was === is
      ? []
      : [{ topic, before: was === '' ? [] : [{ prose: was ?? '' }], after: is === '' ? [] : [{ prose: is ?? '' }] }];
  });
}

/** What of it is worth the first line. */
function summaryOf(
  before: MonitorDefinition,
  after: MonitorDefinition,
  sentences: readonly { topic: string }[],
): Phrase {
  const [old, now] = [before, after].map((one) => handlesIn(one.message));
  const topics = sentences.map(({ topic }) => topic);
  const threshold = thresholdOf(before, after);
  const said: readonly Phrase[] = [
    ...(threshold === undefined ? [] : [threshold]),
    ...(threshold === undefined && topics.includes('alerts') ? [words('alerts on something else')] : []),
    ...(topics.includes('warns') ? [words('warns on something else')] : []),
    ...(topics.includes('looks') ? [words('looks at another time')] : []),
    ...(topics.includes('missing data') ? [words('takes missing data otherwise')] : []),
    ...(topics.includes('repeats') ? [words('repeats itself otherwise')] : []),
    ...(old?.join() === now?.join() ? [] : [callsInstead(old ?? [], now ?? [])]),
    ...otherTags(before.tags, after.tags),
  ];
  if (said.length > 0) return joined(said);
  if (before.message !== after.message || before.name !== after.name) return words('says something else');
  return words(before.priority === after.priority ? 'changes' : 'gets another priority');
}

/** More of them are told below alone. */
const tagsNamedAtMost = 3;

function otherTags(before: readonly string[], after: readonly string[]): readonly Phrase[] {
  const [gone = [], come = []] = onlyOnOneSide(before, after);
  if (gone.length + come.length > tagsNamedAtMost) return [words('changes its tags')];
  const tags = (those: readonly string[]) =>
    say`${[those.length > 1 ? 'the tags' : 'the tag']} ${joined(those.map((tag) => say`${tag}`))}`;
  return [
    ...(gone.length > 0 ? [say`loses ${tags(gone)}`] : []),
    ...(come.length > 0 ? [say`gets ${tags(come)}`] : []),
  ];
}

function callsInstead(old: readonly string[], now: readonly string[]): Phrase {
  const named = (handles: readonly string[]) =>
    handles.length === 0 ? words('nobody') : joined(handles.map((handle) => say`${handle}`));
  return say`calls ${named(now)} instead of ${named(old)}`;
}

/** Where the threshold alone is another one. */
function thresholdOf(before: MonitorDefinition, after: MonitorDefinition): Phrase | undefined {
  const [old, now] = [before, after].map(({ type, query }) => parseMonitorQuery(type, query));
  if (old === undefined || now === undefined || !('threshold' in old) || !('threshold' in now)) return undefined;
  const [was, is] = [old, now].map(({ text, threshold }) => text.slice(0, threshold.column - 1));
  return was === is && old.threshold.value !== now.threshold.value
    ? say`will alert at ${strong([String(now.threshold.value)])}${inItsWindow(now)} instead of ${old.threshold.value}`
    : undefined;
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

/** Of two lists what the other one does not have; undefined where nothing is left. */
function onlyOnOneSide(before: readonly string[] = [], after: readonly string[] = []) {
  const left = (those: readonly string[], others: readonly string[]) => {
    const rest = those.filter((tag) => !others.includes(tag));
    return rest.length === 0 ? undefined : rest;
  };
  return [left(before, after), left(after, before)] as const;
}
