import type { Expression } from '../expression/expression-tree';
import { print, printTemplate } from '../expression/print';
import { isList, isObject, type Value } from '../value';

/** Escapes the strings in a known value, so Terraform does not interpret them as expressions. */
export function templatesOf(value: Value): Value {
  if (typeof value === 'string') return printTemplate({ source: value, parts: [{ kind: 'text', text: value }] });
  if (isList(value)) return value.map(templatesOf);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, templatesOf(inside)]));
}

/** Returns an expression in the form of Terraform JSON, for example `${aws_sqs_queue.jobs.arn}`. */
export function jsonOf(expression: Expression): Value {
  switch (expression.kind) {
    case 'literal':
      return templatesOf(expression.value);
    case 'template':
      return printTemplate({ source: '', parts: expression.parts });
    case 'list':
      return expression.items.map(jsonOf);
    case 'object': {
      const entries = expression.entries.map(({ key, value }) =>
        key.kind === 'literal' ? [[String(key.value), jsonOf(value)] as const] : [],
      );
      return entries.every(([entry]) => entry) ? Object.fromEntries(entries.flat()) : `\${${print(expression)}}`;
    }
    default:
      return `\${${print(expression)}}`;
  }
}
