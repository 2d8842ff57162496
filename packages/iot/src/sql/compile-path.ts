import { Decimal } from 'decimal.js';
import type { Expression } from './ast';
import { type CompiledExpression, dynamic, type Evaluate, map } from './compiled-expression';
import { isArray, isObject, keyText, type SqlObject, type SqlValue } from './value';

/** Function that returns a key's value, or Undefined if the value is not an object or lacks the key. */
type Lookup = (value: SqlValue, key: string) => SqlValue;

const careful: Lookup = (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);

// Looks up a key without a type check, because the check would take longer than the lookup. Correct only for keys that
// do not exist on arrays, numbers, byte arrays and prototypes.
const quick: Lookup = (value, key) => (hasKeys(value) ? value[key] : undefined);

function hasKeys(value: SqlValue): value is SqlObject {
  return typeof value === 'object' && value !== null;
}

const keysOfOthers: ReadonlySet<string> = new Set(
  [
    Object.prototype,
    Array.prototype,
    Decimal.prototype,
    Object.getPrototypeOf(Uint8Array.prototype),
    new Decimal(1),
    [],
  ]
    .flatMap((value) => Object.getOwnPropertyNames(value))
    .concat('BYTES_PER_ELEMENT', 'parent', 'offset'),
);

function lookupOf(key: string): Lookup {
  return keysOfOthers.has(key) || /^\d/.test(key) ? careful : quick;
}

/** Returns the keys of a path from the root, such as `state.reported.power`, or undefined for any other expression. */
export function rootPath(expression: Expression): readonly string[] | undefined {
  if (expression.kind === 'name') return [expression.name];
  if (expression.kind !== 'member') return undefined;
  const object = rootPath(expression.object);
  return object && [...object, expression.name];
}

/** Compiles a path from the root. */
export function compileRootPath(path: readonly string[]): CompiledExpression {
  const keys = path.map(keyText);
  return dynamic(keys.every((key) => lookupOf(key) === quick) ? quickPath(keys) : carefulPath(keys));
}

// Returns a lookup that is unrolled for up to three keys. V8 optimizes each step of an unrolled lookup separately,
// which halves the evaluation time.
function quickPath(keys: readonly string[]): Evaluate {
  const [first = '', second = '', third = ''] = keys;
  if (keys.length === 1) return (root) => (hasKeys(root) ? root[first] : undefined);
  if (keys.length === 2) {
    return (root) => {
      const inner = hasKeys(root) ? root[first] : undefined;
      return hasKeys(inner) ? inner[second] : undefined;
    };
  }
  if (keys.length === 3) {
    return (root) => {
      const outer = hasKeys(root) ? root[first] : undefined;
      const inner = hasKeys(outer) ? outer[second] : undefined;
      return hasKeys(inner) ? inner[third] : undefined;
    };
  }
  return (root) => {
    let value = root;
    for (const key of keys) value = quick(value, key);
    return value;
  };
}

function carefulPath(keys: readonly string[]): Evaluate {
  return (root) => {
    let value = root;
    for (const key of keys) value = careful(value, key);
    return value;
  };
}

export function compileMember(object: CompiledExpression, key: string): CompiledExpression {
  const lookup = lookupOf(key);
  const text = keyText(key);
  return map(object, (value) => lookup(value, text));
}

/** Compiles `array[n]`. The index is 0-based. */
export function compileIndex(object: CompiledExpression, index: number): CompiledExpression {
  return map(object, (value) => (isArray(value) ? value[index] : undefined));
}
