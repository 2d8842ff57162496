import { toText } from '../convert';
import { evaluateText } from '../expression/evaluate';
import { ExpressionError } from '../expression/expression-error';
import type { TemplatePart } from '../expression/expression-tree';
import { parseTemplate } from '../expression/parse-expression';
import { printTemplate } from '../expression/print';
import type { Scope } from '../expression/scope';
import { ValueFault } from '../fault';
import { isList, isObject, type Value } from '../value';
import { StackError } from './stack-error';

/**
 * Evaluates the expressions with known values in an attribute tree, and keeps the others, for example references to resources and to
 * variables without a value. Strings in the result are templates, like those in the input.
 * @param names values of `each` and `count` in a resource instance
 */
export function evaluateKnown(value: Value, scope: Scope, names: Names = new Map()): Value {
  if (typeof value === 'string') return evaluateKnownText(value, scope, names);
  return mapItems(value, (item) => evaluateKnown(item, scope, names));
}

type Names = ReadonlyMap<string, Value>;

function evaluateKnownText(source: string, scope: Scope, names: Names): Value {
  const parts = valueIfKnown(() => parseTemplate(source, new Set(names.keys())).parts);
  if (parts === undefined || parts.every(({ kind }) => kind === 'text')) return source;
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    const value = valueIn(only, scope, names);
    return value === undefined ? source : toTemplates(value);
  }
  const evaluated = parts.map((part): TemplatePart => {
    const value = part.kind === 'text' ? undefined : valueIn(part, scope, names);
    const text = value === undefined ? undefined : valueIfKnown(() => toText(value));
    return text === undefined ? part : { kind: 'text', text };
  });
  // an unchanged text keeps its own notation; `$` before an interpolation would be read as an escape
  const isAmbiguous = evaluated.some(
    (part, at) => part.kind === 'interpolation' && /[$%]$/.test(textOf(evaluated[at - 1])),
  );
  return isAmbiguous || evaluated.every((part, at) => part === parts[at]) ? source : print(evaluated);
}

/** Returns the value of an interpolation; undefined if the value is unknown. */
const valueIn = (part: TemplatePart, scope: Scope, names: Names): Value | undefined =>
  valueIfKnown(() => evaluateText(print([part]), scope, names));

const textOf = (part: TemplatePart | undefined) => (part?.kind === 'text' ? part.text : '');

/** Prints parts as one template. Adjacent texts become one text, because `$` and `{` must be escaped together. */
function print(parts: readonly TemplatePart[]): string {
  const joined: TemplatePart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last?.kind === 'text' && part.kind === 'text')
      joined.splice(-1, 1, { kind: 'text', text: last.text + part.text });
    else joined.push(part);
  }
  return printTemplate({ source: '', parts: joined });
}

function toTemplates(value: Value): Value {
  if (typeof value === 'string') return print([{ kind: 'text', text: value }]);
  return mapItems(value, toTemplates);
}

function mapItems(value: Value, change: (item: Value) => Value): Value {
  if (isList(value)) return value.map(change);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}

function valueIfKnown<Result>(compute: () => Result): Result | undefined {
  try {
    return compute();
  } catch (error) {
    if ([ExpressionError, StackError, ValueFault].some((expected) => error instanceof expected)) return undefined;
    throw error;
  }
}
