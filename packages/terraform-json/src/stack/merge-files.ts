import { isList, isObject, isValue, type Value, type ValueObject } from '../value';
import { StackError } from './stack-error';

/** Number of labels that identify a block: 2 for `resource.TYPE.NAME`. No two blocks may have the same labels. */
const depths: Readonly<Record<string, number>> = { resource: 2, data: 2, terraform: 2 };
const otherDepth = 1;

/**
 * Merges the parsed `*.tf.json` files of one module. Source: Terraform language, "Files and directories".
 * @param files parsed JSON, keyed by file name
 * @throws StackError with the name of a file that is not an object or repeats a declaration
 */
export function mergeFiles(files: ReadonlyMap<string, unknown>): ValueObject {
  let merged: ValueObject = {};
  for (const [file, json] of files) {
    if (!isValue(json) || !isObject(json)) throw new StackError(file, 'is not Terraform JSON; expected an object');
    for (const [kind, blocks] of Object.entries(mergeArrays(json, file))) {
      const before = merged[kind];
      const after = before === undefined ? blocks : mergeValues(before, blocks, { file, kind, path: [kind] });
      merged = { ...merged, [kind]: after };
    }
  }
  return merged;
}

/**
 * Number of labels for each block type, for example 2 (type and name) for a resource. Other keys are ignored or are not blocks.
 */
const labels: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  variable: 1,
  output: 1,
  provider: 1,
  check: 1,
  locals: 0,
  terraform: 0,
};

/**
 * Merges arrays of objects, which Terraform accepts instead of an object at every block level: `"resource": [{…},
 * {…}]`. Source: Terraform language, "JSON configuration syntax", "Nested block mapping".
 * @throws StackError with the name of a file that repeats a declaration
 */
export function mergeArrays(json: ValueObject, file = ''): ValueObject {
  const entries = Object.entries(json).map(([kind, blocks]) => {
    const count = labels[kind];
    return [kind, count === undefined ? blocks : withoutArrays(blocks, count, { file, kind, path: [kind] })] as const;
  });
  return Object.fromEntries(entries);
}

function withoutArrays(blocks: Value, remaining: number, place: BlockPath): Value {
  if (isList(blocks)) {
    if (!blocks.every(isObject)) return blocks;
    const merged = blocks.map((one) => withoutArrays(one, remaining, place));
    return merged.length === 0 ? {} : merged.reduce((before, after) => mergeValues(before, after, place));
  }
  if (!isObject(blocks) || remaining === 0) return blocks;
  const inside = Object.entries(blocks).map(
    ([name, value]) => [name, withoutArrays(value, remaining - 1, { ...place, path: [...place.path, name] })] as const,
  );
  return Object.fromEntries(inside);
}

interface BlockPath {
  readonly file: string;
  readonly kind: string;
  readonly path: readonly string[];
}

function mergeValues(before: Value, after: Value, { file, kind, path }: BlockPath): Value {
  // a provider may have several configurations with different aliases
  if (kind === 'provider' && path.length > 1) return [...listOf(before), ...listOf(after)];
  const depth = path.length - 1;
  if (depth >= (depths[kind] ?? otherDepth) || !isObject(before) || !isObject(after))
    throw new StackError(file, `declares ${path.join('.')} a second time`);
  const result: Record<string, Value> = { ...before };
  for (const [name, value] of Object.entries(after)) {
    const known = Object.hasOwn(before, name) ? before[name] : undefined;
    // several files may contain `//`, because it holds comments or tool metadata
    if (name === '//') continue;
    result[name] = known === undefined ? value : mergeValues(known, value, { file, kind, path: [...path, name] });
  }
  return result;
}

const listOf = (value: Value): readonly Value[] => (isList(value) ? value : [value]);
