import { isList, isObject, isValue, type Value, type ValueObject } from '../value';
import { StackError } from './error';

/** Names below a kind of block, such as `resource.TYPE.NAME`; each may be declared once in a module. */
const depths: Readonly<Record<string, number>> = { resource: 2, data: 2, terraform: 2 };
const otherDepth = 1;

/**
 * Merges the parsed `*.tf.json` files of one module.
 * @param files parsed JSON by the name of the file
 * @throws StackError with the name of the file, if it is not an object or declares something a second time
 * Source: Terraform language, "Files and directories"
 */
export function mergeFiles(files: ReadonlyMap<string, unknown>): ValueObject {
  let merged: ValueObject = {};
  for (const [file, json] of files) {
    if (!isValue(json) || !isObject(json)) throw new StackError(file, 'is not Terraform JSON; expected an object');
    for (const [kind, blocks] of Object.entries(json)) {
      const before = merged[kind];
      const after = before === undefined ? blocks : joined(before, blocks, { file, kind, path: [kind] });
      merged = { ...merged, [kind]: after };
    }
  }
  return merged;
}

interface Place {
  readonly file: string;
  readonly kind: string;
  readonly path: readonly string[];
}

function joined(before: Value, after: Value, { file, kind, path }: Place): Value {
  // a provider may have several configurations, which differ by alias
  if (kind === 'provider' && path.length > 1) return [...listOf(before), ...listOf(after)];
  const depth = path.length - 1;
  if (depth >= (depths[kind] ?? otherDepth) || !isObject(before) || !isObject(after))
    throw new StackError(file, `declares ${path.join('.')} a second time`);
  const result: Record<string, Value> = { ...before };
  for (const [name, value] of Object.entries(after)) {
    const known = Object.hasOwn(before, name) ? before[name] : undefined;
    // comments of tools
    if (name === '//') continue;
    result[name] = known === undefined ? value : joined(known, value, { file, kind, path: [...path, name] });
  }
  return result;
}

const listOf = (value: Value): readonly Value[] => (isList(value) ? value : [value]);
