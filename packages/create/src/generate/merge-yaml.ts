import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { MergeSource } from './merge-source';
import { applyEdits, type Edit, insertion } from './source-text';

/** Map in a document, with the document's text. */
interface Place {
  readonly path: string;
  readonly text: string;
  readonly map: YAMLMap;
}

/** Returns the top-level map of a document. @throws one-line Error if the text is not a YAML map */
function documentIn(path: string, text: string): Place {
  const { contents, errors } = parseDocument(text, { uniqueKeys: false });
  const [error] = errors;
  if (error !== undefined)
    throw new Error(`${path}:${error.linePos?.[0].line ?? 1} has a syntax error (${error.code}); fix the error first`);
  if (!isMap(contents)) throw new Error(`${path} is not a YAML map; restore the file`);
  return { path, text, map: contents };
}

const keyOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');

function mapAt({ path, text, map }: Place, key: string): Place {
  const found = map.items.find((pair) => keyOf(pair) === key)?.value;
  if (isMap(found) && (found.flow !== true || found.items.length === 0)) return { path, text, map: found };
  throw new Error(`${path} has no block "${key}:" to add to; restore the code`);
}

/**
 * Adds the paths, methods and schemas of an OpenAPI document to another document. All other text is unchanged.
 * @throws one-line Error if a path's method, an operation or a schema already exists
 */
export const mergeOpenApi: MergeSource = ({ path, text, addition }) => {
  const [to, from] = [documentIn(path, text), documentIn(path, addition)];
  const operations = operationIds(to);
  const duplicate = operationIds(from).find((id) => operations.includes(id));
  if (duplicate !== undefined) throw new Error(`${path} declares the operation ${duplicate}; choose another name`);
  const schemas = from.map.has('components')
    ? addPairs(mapAt(mapAt(to, 'components'), 'schemas'), mapAt(mapAt(from, 'components'), 'schemas'))
    : [];
  return applyEdits(text, [
    ...withoutBraces(mapAt(to, 'paths')),
    ...addPaths(mapAt(to, 'paths'), mapAt(from, 'paths')),
    ...schemas,
  ]);
};

/** Returns the edit that changes `paths: {}` to `paths:`, so lines can be added below it. */
function withoutBraces({ text, map }: Place): readonly Edit[] {
  const [start, end] = map.range ?? [0, 0];
  return map.flow === true ? [{ start: text.lastIndexOf(':', start) + 1, end, text: '' }] : [];
}

const operationIds = (place: Place): readonly string[] => {
  const paths = mapAt(place, 'paths');
  return paths.map.items.flatMap(({ value }) => (isMap(value) ? methodIds(value) : []));
};

const methodIds = (path: YAMLMap): readonly string[] =>
  path.items.flatMap(({ value }) => (isMap(value) ? [String(value.get('operationId'))] : []));

/** Adds methods to existing paths, and new paths at the end. */
function addPaths(to: Place, from: Place): readonly Edit[] {
  const keys = to.map.items.map(keyOf);
  return from.map.items.flatMap((pair) =>
    keys.includes(keyOf(pair))
      ? addPairs(mapAt(to, keyOf(pair)), mapAt(from, keyOf(pair)), (method) => `${method} ${keyOf(pair)}`)
      : [insertion(endOf(to), textOf(pair, from))],
  );
}

function addPairs(to: Place, from: Place, nameOf = (key: string): string => key): readonly Edit[] {
  return from.map.items.map((pair) => {
    const same = to.map.items.find((one) => keyOf(one) === keyOf(pair));
    if (same === undefined) return insertion(endOf(to), textOf(pair, from));
    throw new Error(`${to.path}:${lineOf(same, to)} declares ${nameOf(keyOf(pair))}; choose another name`);
  });
}

const startOf = ({ key }: Pair): number => (isScalar(key) ? (key.range?.[0] ?? 0) : 0);

const lineOf = (pair: Pair, { text }: Place): number => text.slice(0, startOf(pair)).split('\n').length;

/** Returns the position after the last line of a map. */
function endOf({ text, map }: Place): number {
  const end = text.slice(0, map.range?.[1] ?? text.length).trimEnd().length;
  return text.indexOf('\n', end) + 1 || text.length;
}

/** Returns the lines of a pair with their indentation. */
function textOf(pair: Pair, place: Place): string {
  const { text, map } = place;
  const next = map.items[map.items.indexOf(pair) + 1];
  const start = text.lastIndexOf('\n', startOf(pair)) + 1;
  return text.slice(start, next === undefined ? endOf(place) : text.lastIndexOf('\n', startOf(next)) + 1);
}
