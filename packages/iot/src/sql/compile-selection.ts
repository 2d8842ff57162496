import type { Expression, SelectItem, Selection } from './ast';
import type { CompileContext } from './compile-context';
import { closure, type Evaluate } from './compiled-expression';
import { encode } from './functions/encodings';
import { printExpression } from './print';
import { isObject, keyText, type SqlValue, setKey } from './value';

/**
 * Closure that returns the value of `*`: in a statement, the payload or the payload's raw bytes;
 * in a nested query, the element.
 */
export type StarValue = Evaluate;

type Mutable = { [key: string]: SqlValue };

interface Column {
  readonly path: readonly string[];
  readonly evaluate: Evaluate;
}

/** Select list item whose keys are all copied to the output: `*`, `a.*` or `{'a': 1}`. */
interface Source {
  readonly keysOf: Evaluate;
}

/** Compiles a SELECT clause. Source: AWS IoT developer guide, iot-sql-select. */
export function compileSelection(selection: Selection, star: StarValue, context: CompileContext): Evaluate {
  if (selection.kind === 'value') {
    return selection.item.kind === 'star' ? star : closure(context.expression(selection.item, context));
  }
  const { items } = selection;
  if (items.every(({ kind }) => kind === 'star')) return star;
  const [first, ...rest] = items;
  const columns = rest.flatMap((item) => (isNamed(item) ? [column(item, star, context)] : []));
  if (first?.kind === 'star' && columns.length === rest.length) return withRoot(columns);
  return compileColumns(items.map((item) => (isNamed(item) ? column(item, star, context) : keys(item, context))));
}

type NamedItem = Extract<SelectItem, { kind: 'item' }>;

/**
 * Returns whether an item has a key in the output. A literal object without AS has no key, because the object's own
 * keys are output (iot-sql-select, "key-with-hyphen").
 */
function isNamed(item: SelectItem): item is NamedItem {
  return item.kind === 'item' && (item.alias !== undefined || item.expression.kind !== 'object');
}

function column(item: NamedItem, star: StarValue, context: CompileContext): Column {
  const { expression, alias = [keyOf(expression)] } = item;
  const evaluate = expression.kind === 'payload' ? asJson(star) : closure(context.expression(expression, context));
  return { path: alias.map(keyText), evaluate };
}

/**
 * Returns a closure for the value of `*` that converts bytes to base64. Source: developer guide until 2023, binary-payloads:
 * "encoded as base64 and attached to JSON".
 */
export function asJson(star: StarValue): Evaluate {
  return (root, message, variables) => {
    const value = star(root, message, variables);
    return value instanceof Uint8Array ? encode([value]) : value;
  };
}

function keys(item: SelectItem, context: CompileContext): Source {
  if (item.kind === 'star') return { keysOf: (root) => root };
  const object = item.kind === 'keys' ? item.object : item.expression;
  return { keysOf: closure(context.expression(object, context)) };
}

// Returns the output key of an item without AS. For a path, this is the path's last key. The guide documents no key for other
// expressions; this package uses the printed expression.
export function keyOf(expression: Expression): string {
  return expression.kind === 'name' || expression.kind === 'member' ? expression.name : printExpression(expression);
}

/** Compiles a list that starts with `*`: `SELECT *, expression AS key, …`. */
function withRoot(columns: readonly Column[]): Evaluate {
  if (columns.length <= 3 && columns.every(isQuick)) return withFewKeys(columns);
  const Output = outputOfItsOwn();
  return (root, message, variables) => {
    const output = new Output();
    copyKeys(root, output);
    for (const { path, evaluate } of columns) put(output, path, evaluate(root, message, variables));
    return output;
  };
}

function isQuick({ path }: Column): boolean {
  return path.length === 1 && path[0] !== '__proto__';
}

// Compiles a list of `*` and up to three keys. The code is unrolled, so that V8 optimizes each key separately, which
// saves a third of the time.
function withFewKeys([first, second, third]: readonly Column[]): Evaluate {
  const [[key1 = ''] = [], [key2 = ''] = [], [key3 = ''] = []] = [first?.path, second?.path, third?.path];
  const evaluate1 = first?.evaluate;
  const evaluate2 = second?.evaluate;
  const evaluate3 = third?.evaluate;
  const Output = outputOfItsOwn();
  return (root, message, variables) => {
    const output = new Output();
    copyKeys(root, output);
    const value1 = evaluate1?.(root, message, variables);
    if (value1 !== undefined) output[key1] = value1;
    else remove(output, key1);
    if (evaluate2 === undefined) return output;
    const value2 = evaluate2(root, message, variables);
    if (value2 !== undefined) output[key2] = value2;
    else remove(output, key2);
    if (evaluate3 === undefined) return output;
    const value3 = evaluate3(root, message, variables);
    if (value3 !== undefined) output[key3] = value3;
    else remove(output, key3);
    return output;
  };
}

/**
 * Creates a constructor for one rule's outputs. V8 learns the size of a constructor's objects from the first of them,
 * whereas a `{}` has space for only four keys, and adding a fifth costs as much as adding the first four.
 */
function outputOfItsOwn(): new () => Mutable {
  class Output {
    [key: string]: SqlValue;
  }
  Object.defineProperty(Output.prototype, 'constructor', { value: Object });
  return Output;
}

/** Compiles a list of any kind. `*`, `a.*` and literal objects add their keys at their position in the list. */
function compileColumns(columns: readonly (Column | Source)[]): Evaluate {
  return (root, message, variables) => {
    const output: Mutable = {};
    for (const each of columns) {
      if ('keysOf' in each) copyKeys(each.keysOf(root, message, variables), output);
      else put(output, each.path, each.evaluate(root, message, variables));
    }
    return output;
  };
}

function rootCopy(root: SqlValue): Mutable {
  const copy: Mutable = {};
  copyKeys(root, copy);
  return copy;
}

// Copies the payload's keys to the output. A payload that is not a JSON object has no keys. Keys are assigned one by one: V8
// reserves no space in `{ ...root }`, so adding three keys would take twenty times as long. Each position has its own
// assignment, because V8 caches one key name per assignment; without these branches, copying would take twice as long.
function copyKeys(root: SqlValue, output: Mutable): void {
  if (!isObject(root)) return;
  let place = 0;
  for (const key in root) {
    place += 1;
    if (key.length === 9) setKey(output, key, root[key]);
    else if (place === 1) output[key] = root[key];
    else if (place === 2) output[key] = root[key];
    else if (place === 3) output[key] = root[key];
    else output[key] = root[key];
  }
}

// Removes a payload key whose name is the alias of an Undefined expression. Otherwise, a client could forge the output
// of `topic(9) AS thing`.
function remove(output: Mutable, key: string): void {
  if (Object.hasOwn(output, key)) delete output[key];
}

// Sets the value at a path such as `AS a.b`. Copies the objects on the path, because they can belong to the payload.
function put(output: Mutable, path: readonly string[], value: SqlValue): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    if (value === undefined) remove(output, key);
    else setKey(output, key, value);
    return;
  }
  const existing = Object.hasOwn(output, key) ? output[key] : undefined;
  if (value === undefined && !isObject(existing)) return;
  const inner = rootCopy(existing);
  put(inner, rest, value);
  setKey(output, key, inner);
}
