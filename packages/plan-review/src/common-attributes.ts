import { changedNames, changesOnlyComputed, describeChange, replacedContent } from './changes/describe-change';
import { type Differences, differencesOf } from './difference/difference';
import { rowsOf } from './knowledge/knowledge';
import { lengthOfPhrase, type Phrase, say, words } from './phrase';
import { withoutBlockNames } from './plan/block-names';
import type { Change } from './plan/plan';
import { valueAt } from './plan/value-at';
import { isRelevantValue } from './relevant-attributes';

/** Maximum length of a value to show. */
const longestValue = 24;

/** Maximum length of the description of an equal change to several resources. */
const longestLine = 120;

/**
 * Names an attribute that changes in each of several updated resources: `memory_size (256 → 512) of `, or `image_uri and other attributes of `.
 * Otherwise empty.
 */
export function attributeOf(changes: readonly Change[]): Phrase {
  if (changes.length < 2 || changes.some(({ action }) => action !== 'update')) return [];
  const [content, ...mixed] = new Set(changes.map(replacedContent));
  if (content !== undefined && mixed.length === 0) return words(`the ${content} of `);
  const common = commonAttribute(changes);
  if (common.length > 0) return common;
  const [first = [], ...others] = changes.map(changedNames);
  const name = first.find((one) => others.every((names) => names.includes(one)));
  return name === undefined ? [] : say`${nameOrValue(changes, name)} and other attributes of `;
}

/** Names an attribute, or the only value in its block that rules judge: `metadata_options.http_tokens (→ required)`. */
function nameOrValue(changes: readonly Change[], name: string): Phrase {
  const judged = changes.map(({ type, before, after }) =>
    (rowsOf(type) ?? []).flatMap(({ path }) => {
      const [was, is] = [before, after].map((values) => valueAt(values, path));
      const isShown =
        path[0] === name && path.length > 1 && was !== is && typeof is === 'string' && is.length <= longestValue;
      return isShown ? [say`${path.join('.')} (→ ${{ value: is }})`] : [];
    }),
  );
  const [first = []] = judged;
  const [only] = first;
  return only !== undefined && judged.every((one) => JSON.stringify(one) === JSON.stringify([only]))
    ? only
    : say`${commonValue(changes, name) ?? name}`;
}

/** Names the value inside an attribute that changes in each resource and affects security or versions: `template.containers.image`. */
function commonValue(changes: readonly Change[], name: string): string | undefined {
  const [first = [], ...others] = changes.map((change) =>
    differencesOf(change)
      .known.filter(({ path }) => path[0] === name && path.length > 1)
      .map(({ path }) => withoutBlockNames(path).join('.')),
  );
  const common = first.filter((path) => others.every((paths) => paths.includes(path)));
  return common.find((path) => isRelevantValue(path.split('.')));
}

/** Names the attribute if it is the only change to each of several updated resources. Otherwise empty. */
export function commonAttribute(changes: readonly Change[]): Phrase {
  if (changes.some((change) => change.action !== 'update' || changesOnlyComputed(change))) return [];
  const all = changes.map((change) => ({ names: changedNames(change), values: valuesOf(differencesOf(change).known) }));
  const [first] = all;
  const [name] = first?.names ?? [];
  if (first === undefined || name === undefined || all.some(({ names }) => names.join() !== name)) return [];
  const item = commonItem(changes);
  if (item !== undefined) return [...item, ' in '];
  const isEqual = first.values.length > 0 && all.every(({ values }) => values.join() === first.values.join());
  const [before = '', after = ''] = first.values;
  const isLater = changes.every(({ unknown }) => valueAt(unknown, [name]) === true);
  return isEqual
    ? say`${name} (${{ value: before }} → ${{ value: after }}) of `
    : say`${commonValue(changes, name) ?? name}${isLater ? [' (known only after apply)'] : []} of `;
}

/** Describes the item that each resource loses or gets, such as a member of several bindings. Undefined for other changes. */
function commonItem([first, ...others]: readonly Change[]): Phrase | undefined {
  const lines = first === undefined ? [] : describeChange(first).lines;
  const [line, ...more] = lines;
  if (line === undefined || more.length + line.items.length > 0 || lengthOfPhrase(line.text) > longestLine)
    return undefined;
  if (!line.text.some((part) => typeof part === 'object' && ('gone' in part || 'come' in part))) return undefined;
  const text = JSON.stringify(lines);
  return others.every((other) => JSON.stringify(describeChange(other).lines) === text) ? line.text : undefined;
}

/** Returns the texts before and after the only difference, if both are short. */
function valuesOf([only, ...others]: Differences['known']): readonly string[] {
  const values = [only?.before, only?.after].flatMap((value) =>
    value === undefined || value === null || typeof value === 'object' ? [] : [String(value)],
  );
  const isShort = others.length === 0 && values.length === 2 && values.every(({ length }) => length <= longestValue);
  return isShort && only?.path.length === 1 ? values : [];
}
