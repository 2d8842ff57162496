import type { Expression, SelectItem, Selection } from './ast';
import type { CompileContext } from './compile-context';
import { closure, type Evaluate } from './compiled';
import { encode } from './functions/encodings';
import { printExpression } from './print';
import { isObject, keyText, type SqlValue, setKey } from './value';

/** What `*` is: the payload or its raw bytes in a statement, the element in a nested query. */
export type StarValue = Evaluate;

type Mutable = { [key: string]: SqlValue };

interface Column {
  readonly path: readonly string[];
  readonly evaluate: Evaluate;
}

/** An object whose keys are put out as they are: `*`, `a.*`, `{'a': 1}`. */
interface Source {
  readonly keysOf: Evaluate;
}

/** Compiles what SELECT puts out. Source: AWS IoT developer guide, iot-sql-select. */
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

/** Whether an item has a key of its own; a literal object without AS gives its keys: iot-sql-select, "key-with-hyphen". */
function isNamed(item: SelectItem): item is Named {
  return item.kind === 'item' && (item.alias !== undefined || item.expression.kind !== 'object');
}

function column(item: Named, star: StarValue, context: CompileContext): Column {
  const { expression, alias = [keyOf(expression)] } = item;
  const evaluate = expression.kind === 'payload' ? asJson(star) : closure(context.expression(expression, context));
  return { path: alias.map(keyText), evaluate };
}

/** Bytes become a text: "encoded as base64 and attached to JSON", said the guide of binary-payloads until 2023. */
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

// The key of an item without AS: the last word of a path. The guide shows no other case; the text as printed stands in.
export function keyOf(expression: Expression): string {
  return expression.kind === 'name' || expression.kind === 'member' ? expression.name : printExpression(expression);
}

/** `SELECT *, expression AS key, …`. */
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

// The usual list, written out: V8 then keeps what it learns of each key apart, which saves a third of the time.
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
 * Makes the outputs of one rule, which are objects like any other. V8 learns by the first few how many keys they get, and
 * leaves room for as many in those that follow; in a `{}` there is room for four, and a fifth costs as much as all before.
 */
function outputOfItsOwn(): new () => Mutable {
  class Output {
    [key: string]: SqlValue;
  }
  Object.defineProperty(Output.prototype, 'constructor', { value: Object });
  return Output;
}

/** Any other list, `*` and the like adding their keys at their place. */
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

// A payload that is no JSON object has no keys to add to: what AS names stands alone.
// Key by key: V8 leaves no room in `{ ...root }`, and adding three keys to it takes twenty times as long. Each place has a
// line of its own, where V8 keeps the one name that it sees there in message after message: half the time of a loop.
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

// Undefined takes a key of the payload away instead of letting it through: nobody may forge `topic(9) AS thing`.
function remove(output: Mutable, key: string): void {
  if (Object.hasOwn(output, key)) delete output[key];
}

// `AS a.b`: the objects on the way may be the payload's own, so that they are copied.
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
