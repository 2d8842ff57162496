import { isList, isObject, isValue, type Value, type ValueObject } from '@himeshima/terraform-json';

/** Terraform JSON that `readStack` can read, and the names of its modules. */
export interface PlainTerraform {
  readonly json: unknown;
  readonly modules: readonly string[];
}

/**
 * Removes `count`, `for_each`, dynamic blocks and modules. `readStack` rejects them, because the local runtime does not support
 * them. A repeated block is checked once, which is equivalent to checking every instance.
 */
export function plainTerraform(json: unknown): PlainTerraform {
  // convert to JSON and back, because cdktf leaves undefined values in its objects
  const plain: unknown = JSON.parse(JSON.stringify(json ?? null));
  if (!isValue(plain) || !isObject(plain)) return { json: plain, modules: [] };
  const { module: modules, ephemeral: _, ...others } = plain;
  const plainKinds = Object.entries(others).map(([kind, value]) => {
    const labels = labelsOf[kind];
    return [kind, labels === undefined ? plainValue(value) : plainBlocks(value, labels)] as const;
  });
  return { json: Object.fromEntries(plainKinds), modules: namesIn(modules) };
}

/** Number of labels, such as type and name, that precede a block's arguments in Terraform JSON. */
const labelsOf: Readonly<Record<string, number>> = { resource: 2, data: 2 };

const namesIn = (modules: Value | undefined): readonly string[] =>
  [modules ?? []].flat().flatMap((one) => (isObject(one) ? Object.keys(one).filter((name) => name !== '//') : []));

/** Arguments that repeat a block or run programs. */
const ignored: ReadonlySet<string> = new Set(['count', 'for_each', 'provisioner', 'connection', 'dynamic']);

function plainBlocks(value: Value, labels: number): Value {
  if (isList(value)) return value.map((one) => plainBlocks(one, labels));
  if (!isObject(value)) return value;
  return labels === 0 ? plainBlock(value) : mapValues(value, (inner) => plainBlocks(inner, labels - 1));
}

function plainBlock(block: ValueObject): ValueObject {
  const kept = Object.entries(block).filter(([name]) => !ignored.has(name));
  const own = mapValues(Object.fromEntries(kept), plainValue);
  const dynamic = [block['dynamic'] ?? []].flat().flatMap((one) => (isObject(one) ? Object.entries(one) : []));
  const repeated = dynamic.map(([name, body]): [string, Value] => [
    name,
    [own[name] ?? [], [body].flat().flatMap(contentOf)].flat(),
  ]);
  return { ...own, ...Object.fromEntries(repeated) };
}

const contentOf = (body: Value): readonly Value[] =>
  isObject(body) && body['content'] !== undefined ? [body['content']].flat().map(plainValue) : [];

// test the text before a name last, because testing it first takes quadratic time
const repetition = /(?<![\w.])(each|count|self|module)(?<=\$\{[^}]*)\./g;

/** Replaces references to `each`, `count`, `self` and modules with references to undeclared data, whose values are unknown. */
function plainValue(value: Value): Value {
  if (typeof value === 'string') return value.replace(repetition, 'data.$1.');
  if (isList(value)) return value.map(plainValue);
  return isObject(value) ? mapValues(value, plainValue) : value;
}

const mapValues = (object: ValueObject, change: (value: Value) => Value): ValueObject =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
