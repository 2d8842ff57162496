import type { Line } from './changes/changed-text';
import {
  changedNames,
  changedPaths,
  changesOnlyComputed,
  describeChange,
  mainLines,
  pathText,
  replacedContent,
} from './changes/describe-change';
import { type Item, markedItem } from './changes/paired-lines';
import { shortPath } from './changes/short-path';
import { happens } from './changes/slices';
import { differencesOf, isOnlyReformatted } from './difference/difference';
import { describeReversal } from './drift';
import { isDashboardType } from './knowledge/monitoring-types';
import { isTags } from './knowledge/tags';
import { isRevised } from './knowledge/utilities';
import { counted, joined, joinedBySemicolons, lengthOfPhrase, type Part, type Phrase, say, words } from './phrase';
import type { Change, Difference, Plan } from './plan/plan';
import { isDescribing, isRelevantValue } from './relevant-attributes';
import { changedSteps, stepsAttribute } from './workflows/changed-steps';

/**
 * Maximum length of the description of the only change of a plan, of the only value of one of a few updates and of another update, of
 * several values, and of steps.
 */
const longest = { only: 300, ofFew: 160, each: 70, values: 160, steps: 120 } as const;

/** Maximum number of updates in a plan whose values can be longer. */
const fewUpdates = 2;

/** Maximum number of removed and added items of one attribute. */
const itemsAtMost = 6;

/** Returns whether a plan changes only one resource, whose attributes then fit in the headline. */
export const changesOne = ({ changes }: Plan): boolean =>
  changes.filter((one) => happens(one) && one.mode === 'managed').length === 1;

/** Describes the changed attributes of the only resource that a plan changes: `: timeout: 3 → 60`. */
export function describeAttributes(plan: Plan, change: Change): Phrase {
  if (isDescribedElsewhere(change) || isOnlyReformatted(change)) return [];
  const steps = changedSteps(change).map(({ phrase }) => phrase);
  const lines = [...steps, ...mainLines(describeChange(change, described(steps)).lines).map(inOneLine)];
  const fitting = firstFitting(lines, longest.only);
  const more = lines.length - fitting.length;
  const reversal = describeReversal(plan, change);
  const all = [...fitting, ...(more > 0 ? [words(`${more} more`)] : [])];
  const values = separated(all, steps.length > 0 ? '; ' : ', ');
  if (reversal === undefined) return all.length === 0 ? [] : [': ', ...values];
  return all.length === 0 ? [`: ${reversal}`] : [': ', ...values, `; this ${reversal}`];
}

/** Returns the attributes whose differences the description of the steps replaces. */
const described = (steps: readonly Phrase[]): ReadonlySet<string> => new Set(steps.length > 0 ? [stepsAttribute] : []);

/**
 * Describes the update of the only resource that a plan changes in one sentence, if only one value changes: `changes timeout of a: 3 → 60`,
 * `adds PUT to methods of a`. Otherwise undefined.
 */
export function describeOnlyValue(plan: Plan, change: Change, resource: Phrase): Phrase | undefined {
  if (change.action !== 'update' || isDescribedElsewhere(change) || isOnlyReformatted(change)) return undefined;
  const { lines, afterApply } = describeChange(change);
  const [line, ...others] = lines;
  const [label, ...rest] = line?.text ?? [];
  const isOne = others.length + afterApply.length + (line?.items.length ?? 1) === 0;
  if (!isOne || typeof label !== 'object' || lengthOfPhrase(rest) > longest.only) return undefined;
  const start = rest.findIndex((part) => typeof part !== 'string');
  const [how, value] = [rest.slice(0, start).join(''), rest.slice(start).flatMap(unmarked)];
  const of: Phrase = [label, ' of ', ...resource];
  const sentences: Readonly<Record<string, Phrase>> = {
    ': ': ['changes ', ...of, ': ', ...value],
    ': new: ': ['sets ', ...of, ' to ', ...value],
    ': added: ': ['adds ', ...value, ' to ', ...of],
    ': removed: ': ['removes ', ...of, ': ', ...value],
  };
  const sentence = sentences[how];
  const reversal = describeReversal(plan, change);
  return sentence && [...sentence, ...(reversal === undefined ? [] : [`; this ${reversal}`])];
}

/** Returns an added or removed text without its mark, because the sentence says what happens to the text. */
const unmarked = (part: Part): Phrase =>
  typeof part === 'object' && 'come' in part
    ? part.come
    : typeof part === 'object' && 'gone' in part
      ? part.gone
      : [part];

/** Maximum number of changed attributes to name. */
const namedAtMost = 2;

/**
 * Summarizes an update, or a new revision, in parentheses: ` (timeout: 3 → 60)`, ` (aliases, origin and 4 more)`,
 * ` (ingress; reverts a change outside Terraform)`.
 */
export function summarizeUpdate(plan: Plan, change: Change): Phrase {
  const isRevision = change.action === 'replace' && isRevised(change.type);
  if ((change.action !== 'update' && !isRevision) || isDescribedElsewhere(change)) return [];
  if (isOnlyReformatted(change)) return words(' (formatting only)');
  if (changesOnlyComputed(change)) return words(' (only values known after apply)');
  const content = replacedContent(change);
  if (content !== undefined) return words(` (the ${content} changes)`);
  const changed = summarizeSteps(change) ?? changedValue(plan, change) ?? changedAttributes(change);
  const reversal = describeReversal(plan, change);
  const reverts = reversal === undefined ? [] : [`; ${reversal}`];
  return changed.length === 0 ? [] : [' (', ...changed, ...reverts, ')'];
}

/** Describes the most important changes to the steps of a workflow, and names its other changed attributes. */
function summarizeSteps(change: Change): Phrase | undefined {
  const steps = changedSteps(change).map(({ phrase }) => phrase);
  if (steps.length === 0) return undefined;
  const fitting = firstFitting(steps, longest.steps);
  const others = withoutLabels(changedNames(change)).filter((name) => name !== stepsAttribute);
  const shown = others.length > namedAtMost + 1 ? others.slice(0, namedAtMost) : others;
  const more = steps.length - fitting.length + others.length - shown.length;
  return joinedBySemicolons([
    ...fitting,
    ...(shown.length > 0 ? [joined(shown.map((name) => say`${name}`))] : []),
    ...(more > 0 ? [words(`${more} more`)] : []),
  ]);
}

/** Describes the only changed value if it is short: `timeout: 3 → 60`, `5 added to servers`. */
function changedValue({ changes }: Plan, change: Change): Phrase | undefined {
  const updates = changes.filter(({ action }) => action === 'update').length;
  const { lines, afterApply } = describeChange(change);
  const [line, ...others] = lines;
  if (line === undefined || others.length + afterApply.length > 0) return undefined;
  const text = withItems(line);
  return text !== undefined && lengthOfPhrase(text) <= (updates <= fewUpdates ? longest.ofFew : longest.each)
    ? text
    : undefined;
}

/** Describes a change without a list of items: of one value or item, or of items that are all added or all removed. Otherwise undefined. */
function withItems(line: Line): Phrase | undefined {
  const isOneSided = line.items.length > 0 && new Set(line.items.map(({ became }) => became)).size === 1;
  return replacedItem(line) ?? (isOneSided ? withImportantItems(line) : line.items.length > 0 ? undefined : line.text);
}

/** Maximum number of values to show of a block that is added or removed. */
const blockValuesAtMost = 2;

/** Describes a block that is added or removed with its most important values: `network_rules is new: default_action: Allow`. */
function withImportantItems({ text, items }: Line): Phrase {
  const start = text.slice(0, -1);
  if (!/ is (?:new|removed)$/.test(String(start.at(-1)))) return start;
  const important = items.map((item) => item.text).filter(isImportantValue);
  const shown = important.slice(0, blockValuesAtMost);
  return shown.length === 0 ? start : [...start, ': ', ...separated(shown, ', ')];
}

/** Returns whether a value of a block, such as `default_action: Allow`, affects security, reachability or data. */
function isImportantValue([part]: Phrase): boolean {
  const text = typeof part === 'object' && 'value' in part ? part.value : '';
  const [, path = ''] = /^([\w.]+): \S/.exec(text) ?? [];
  return path !== '' && (/(?:^|_)(?:action|enabled)$/.test(path) || isRelevantValue(path.split('.')));
}

/** Describes a list in which one item takes the place of another: `cidr_blocks: 10.1.0.0/16 → 10.2.0.0/16`. Undefined for other lines. */
function replacedItem({ text, items }: Line): Phrase | undefined {
  const [gone, come, ...more] = items;
  return gone?.became === 'gone' && come?.became === 'come' && more.length === 0
    ? [...text.slice(0, -1), ': ', ...gone.text, ' → ', ...come.text]
    : undefined;
}

/** Maximum length of a path with the key of a block. */
const longestPath = 50;

/** Names the first changed attributes, and counts the others. Names a value inside a block if nothing else in the block changes. */
function changedAttributes(change: Change): Phrase {
  const paths = changedPaths(change);
  const { known, afterApply } = differencesOf(change);
  const isKnown = (name: string) => known.some(({ path: [first] }) => first === name);
  const isRewritten = (name: string) => !isKnown(name) && !afterApply.some(([first]) => first === name);
  const changed = [...new Set(paths.map(([name = '']) => name))];
  const all = withoutLabels(changed.every(isRewritten) ? changed : changed.filter((name) => !isRewritten(name)));
  // without the configuration, values that are known only after apply may be computed, and may not change
  const later = change.declaredNames === undefined ? all.filter((name) => !isKnown(name)) : [];
  const certain = all
    .filter((name) => !later.includes(name))
    .toSorted((a, b) => Number(isKnown(b)) - Number(isKnown(a)));
  if (certain.length === 0 && later.length > namedAtMost)
    return words(`${counted(later.length, 'attribute')} known only after apply`);
  const names = certain.length === 0 ? later : certain;
  const more = names.length - namedAtMost;
  const shown = names.slice(0, more === 1 ? names.length : namedAtMost);
  const values = more > 0 ? [] : shortValues(change, shown);
  const named = shown.map((name, at) => values[at] ?? nameOfChanged(change, name, paths));
  if (values.some((value) => value !== undefined)) return separated(named, ', ');
  return joined(more > 1 ? [...named, words(`${more} more`)] : named);
}

/** Names a changed attribute, or the only value that changes inside it: `env.HOST removed`. */
function nameOfChanged(change: Change, name: string, paths: readonly (readonly string[])[]): Phrase {
  const own = paths.filter(([first]) => first === name);
  const all = differencesOf(change).known.filter(({ path: [first] }) => first === name);
  const [difference, ...differences] = all;
  const together = own.length === all.length ? entriesTogether(all) : undefined;
  if (together !== undefined) return together;
  const path = difference?.path ?? own[0] ?? [];
  const isOnly = differences.length === 0 && (difference !== undefined || own.length === 1);
  // the key of a block or a map says more than its attribute: `set[image.tag].value`
  const text = pathText(path);
  const isKeyed = text.includes('[') || (difference !== undefined && path.length === 2);
  if (isOnly && isKeyed && text.length <= longestPath) return [...say`${text}`, ...words(became(difference))];
  const [only, ...others] = new Set(own.map(shortPath));
  return say`${others.length > 0 || only === undefined ? (onlyScalar(change, name) ?? name) : only}`;
}

/** Maximum length of the names of several entries. */
const longestNames = 80;

/** Names the entries of one block that are all added or all removed: `environment: 2 removed (A and B)`. Otherwise undefined. */
function entriesTogether(differences: readonly Difference[]): Phrase | undefined {
  const [parent, ...parents] = new Set(differences.map(({ path }) => pathText(path.slice(0, -1))));
  const [how = '', ...ways] = new Set(differences.map(became));
  const isTogether = differences.length > 1 && parent !== undefined && parents.length + ways.length === 0 && how !== '';
  if (!isTogether || parent === '') return undefined;
  const names = joined(differences.map(({ path }) => say`${(path.at(-1) ?? '').replace(/^\[(.*)\]$/, '$1')}`));
  const named = lengthOfPhrase(names) <= longestNames ? say` (${names})` : [];
  return say`${parent}: ${words(`${differences.length}${how}`)}${named}`;
}

/** Says that a value is removed or added. Empty for a changed value. */
const became = (difference: Difference | undefined): string =>
  difference === undefined
    ? ''
    : difference.after === undefined
      ? ' removed'
      : difference.before === undefined
        ? ' added'
        : '';

/** Returns the path of the only flag, number or text that changes in a block, besides whole blocks. Undefined for no such value, and for several. */
function onlyScalar(change: Change, name: string): string | undefined {
  const [only, ...others] = differencesOf(change).known.filter(
    ({ path: [first], before, after }) => first === name && [before, after].every(isScalar),
  );
  // a description is rarely the most important change
  if (only !== undefined && /description$/.test(only.path.at(-1) ?? '')) return undefined;
  return only === undefined || others.length > 0 ? undefined : shortPath(only.path);
}

const isScalar = (value: unknown): boolean => value !== undefined && value !== null && typeof value !== 'object';

/** Describes the changes of attributes as `timeout: 3 → 60`. Undefined for values that are not short, and empty if all take too much space. */
function shortValues(change: Change, names: readonly string[]): readonly (Phrase | undefined)[] {
  const { lines } = describeChange(change);
  const values = names.map((name) => {
    const about = lines.filter(({ text }) => isAbout(text, name));
    const [line, ...others] = about;
    if (line === undefined || others.length === 0) return line && withItems(line);
    // of several values, one that affects security or versions is worth its space
    const relevant = isDashboardType(change.type)
      ? []
      : about.filter(isRelevantLine).toSorted((a, b) => weightOf(b) - weightOf(a));
    const text = relevant.flatMap((one) => [withItems(one) ?? []])[0];
    return text === undefined || text.length === 0 ? undefined : [...text, ` and ${others.length} more`];
  });
  const length = values.reduce((sum, text) => sum + lengthOfPhrase(text ?? []), 0);
  return length <= longest.values ? values : [];
}

/** Ranks changed values: first who can connect, then values that another one replaces, then added and removed values. */
const weightOf = ({ text }: Line): number =>
  2 * Number(/cidr|address|source|principal/.test(labelIn(text))) + Number(text.includes(' → '));

const labelIn = ([label]: Phrase): string => (typeof label === 'object' && 'code' in label ? label.code : '');

/** Returns whether a line describes a value whose own name says that it affects security, reachability or data. */
const isRelevantLine = ({ text }: Line): boolean =>
  isRelevantValue(
    labelIn(text)
      .replace(/\[[^\]]*\]/g, '')
      .split('.'),
  );

/** Returns whether a line describes an attribute, or a list inside it. */
const isAbout = (text: Phrase, name: string): boolean => {
  const label = labelIn(text);
  return label === name || (label.startsWith(name) && /^[.[]/.test(label.slice(name.length)));
};

/** Returns whether another section of the review describes the change in words. */
const isDescribedElsewhere = ({ type }: Change): boolean => /^datadog_(?:monitor|dashboard)/.test(type);

/** Omits tags, and then attributes that only describe or label a resource, unless only such attributes change. */
function withoutLabels(names: readonly string[]): readonly string[] {
  const others = names.filter((name) => !isTags(name));
  const important = others.filter((name) => !isDescribing(name));
  return important.length > 0 ? important : others.length > 0 ? others : names;
}

/** Returns the first lines that fit into a number of characters, and always at least one. */
function firstFitting(lines: readonly Phrase[], most: number): readonly Phrase[] {
  let left = most;
  const end = lines.findIndex((line, at) => {
    left -= lengthOfPhrase(line);
    return at > 0 && left < 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

/** Formats a changed value on one line. */
function inOneLine({ text, items }: Line): Phrase {
  if (items.length === 0) return text;
  const start = text.slice(0, -1);
  const some = someItems(items);
  const rest = items.length - some.length;
  const more = rest > 0 ? [words(`and ${rest} more`)] : [];
  const last = start.at(-1);
  if (last === ' is new' || last === ' is removed')
    return [...start, ' (', ...separated([...some.map((item) => item.text), ...more], ', '), ')'];
  return [...text, ' ', ...separated([...some.map(markedItem), ...more], ' ')];
}

/** Returns the first items, half of them removed and half of them added if there are enough of both. */
function someItems(items: readonly Item[]): readonly Item[] {
  const gone = items.filter(({ became }) => became === 'gone').length;
  let left = Math.max(itemsAtMost / 2, itemsAtMost - (items.length - gone));
  let room = itemsAtMost;
  return items.filter(({ became }) => {
    if (room === 0 || (became === 'gone' && left === 0)) return false;
    room -= 1;
    if (became === 'gone') left -= 1;
    return true;
  });
}

const separated = (phrases: readonly Phrase[], separator: string): Phrase =>
  phrases.flatMap((phrase, at) => [...(at > 0 ? [separator] : []), ...phrase]);
