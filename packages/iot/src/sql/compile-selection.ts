import type { Expression, SelectItem, Selection } from './ast';
import type { CompileContext } from './compile-context';
import { closure, type Evaluate } from './compiled';
import { encode } from './functions/encodings';
import { printExpression } from './print';
import { isObject, keyText, type SqlValue, setKey } from './value';

/** Value of `*`: the payload or its raw bytes in a statement, the element in a nested query. */
export type StarValue = Evaluate;

type Mutable = { [key: string]: SqlValue };

interface Column {
  readonly path: readonly string[];
  readonly evaluate: Evaluate;
}

/** Object whose keys are copied to the output: `*`, `a.*`, `{'a': 1}`. */
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
  return mixed(items.map((item) => (isNamed(item) ? column(item, star, context) : keys(item, context))));
}

type Named = Extract<SelectItem, { kind: 'item' }>;

/** Returns whether an item has its own key; a literal object without AS outputs its keys: iot-sql-select, "key-with-hyphen". */
function isNamed(item: SelectItem): item is Named {
  return item.kind === 'item' && (item.alias !== undefined || item.expression.kind !== 'object');
}

function column(item: Named, star: StarValue, context: CompileContext): Column {
  const { expression, alias = [keyOf(expression)] } = item;
  const evaluate = expression.kind === 'payload' ? asJson(star) : closure(context.expression(expression, context));
  return { path: alias.map(keyText), evaluate };
}

/** Converts bytes to base64: "encoded as base64 and attached to JSON" (guide, binary-payloads, until 2023). */
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

// Default key of an item without AS: the last key of a path. The guide documents no other case; the printed expression is used.
export function keyOf(expression: Expression): string {
  return expression.kind === 'name' || expression.kind === 'member' ? expression.name : printExpression(expression);
}

/** Compiles `SELECT *, expression AS key, …`. */
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

// Unrolled for common lists, because V8 then optimizes each key separately, which saves a third of the time.
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
 * Creates a constructor for the outputs of one rule. V8 learns from the first objects how many keys they have and reserves space
 * for later ones; a `{}` has space for four keys, and adding a fifth costs as much as all previous ones.
 */
function outputOfItsOwn(): new () => Mutable {
  class Output {
    [key: string]: SqlValue;
  }
  Object.defineProperty(Output.prototype, 'constructor', { value: Object });
  return Output;
}

/** Compiles any other list; `*` and similar items add their keys at their position. */
function mixed(columns: readonly (Column | Source)[]): Evaluate {
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

// A payload that is not a JSON object has no keys, so only the aliases are output. Keys are assigned one by one: V8 reserves no
// space in `{ ...root }`, where adding three keys takes twenty times as long. Each position has its own line, so that V8 caches
// one name per line: half the time of a loop.
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

// Undefined removes the payload's key instead of keeping it, so that no client can forge `topic(9) AS thing`.
function remove(output: Mutable, key: string): void {
  if (Object.hasOwn(output, key)) delete output[key];
}

// `AS a.b`: the objects on the path may belong to the payload, so they are copied.
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
