import { isList, isObject, isValue, type Value, type ValueObject } from '@himeshima/terraform-json';
import { parseDocument } from 'yaml';
import { isNestedTooDeep, levelsAtMost } from '../plan/json-documents';
import { textAt } from '../plan/value-at';

/** Maximum length of the YAML to parse, in characters. Longer YAML is ignored. */
const longest = 200_000;

/**
 * Returns a `helm_release` whose `values` are one tree, merged from the YAML in `values` and the `set` blocks. Later values
 * override earlier values, as in Helm. Source: Terraform Registry, hashicorp/helm 2 and 3, helm_release
 */
export function withHelmValues(release: ValueObject): ValueObject {
  const { values, set, set_list: lists, ...rest } = release;
  const given = values !== undefined && isList(values) ? values.flatMap(parsedYaml) : [];
  // an imported release has its values only in its metadata
  const files = given.length > 0 ? given : parsedYaml(textAt(rest, ['metadata', 'values']) ?? null);
  const entries = [...blocksIn(set), ...blocksIn(lists)].map(({ name, value }) => nested(stepsOf(name), value ?? null));
  return { ...rest, values: [...files, ...entries].reduce(merged, {}) };
}

/** Returns whether a `helm_release` has values that cannot be judged because they are too long or not YAML. */
export const hasUnreadValues = ({ values }: ValueObject): boolean =>
  values !== undefined &&
  isList(values) &&
  values.some((text) => text !== null && text !== '' && parsedYaml(text).length === 0);

/** Maximum number of parsed files to remember. Several rules read the same values. */
const remembered = 200;
const parsedFiles = new Map<string, readonly Value[]>();

/** Parses one values file. Returns an empty list if the file is too long or not YAML. */
export function parsedYaml(text: Value): readonly Value[] {
  if (typeof text !== 'string' || text.length > longest) return [];
  const parsed = parsedFiles.get(text) ?? parsedNow(text);
  if (parsedFiles.size >= remembered) parsedFiles.clear();
  parsedFiles.set(text, parsed);
  return parsed;
}

function parsedNow(text: string): readonly Value[] {
  try {
    const document = parseDocument(text, { logLevel: 'silent' });
    // the default of 100 aliases prevents documents that expand exponentially
    const parsed: unknown = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 });
    return isValue(parsed) && !isNestedTooDeep(parsed) ? [parsed] : [];
  } catch {
    return [];
  }
}

const blocksIn = (blocks: Value | undefined): readonly ValueObject[] =>
  blocks !== undefined && isList(blocks) ? blocks.filter(isObject) : [];

/** Splits the path `a.b[0].c` into `a`, `b` and `c`. A backslash escapes a dot. */
const stepsOf = (name: Value | undefined): readonly string[] =>
  typeof name === 'string'
    ? name.split(/(?<!\\)\./).map((step) => step.replace(/\[\d+\]/g, '').replaceAll('\\.', '.'))
    : [];

const nested = (steps: readonly string[], value: Value): Value =>
  steps.length > levelsAtMost ? {} : steps.reduceRight<Value>((inside, step) => ({ [step]: inside }), value);

function merged(one: Value, other: Value): Value {
  if (!isObject(one) || !isObject(other)) return other;
  const common = Object.keys(other).filter((name) => Object.hasOwn(one, name));
  return {
    ...one,
    ...other,
    ...Object.fromEntries(common.map((name) => [name, merged(one[name] ?? null, other[name] ?? null)])),
  };
}
