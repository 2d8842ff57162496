import type { Expression, Statement } from './ast';
import { expressionsOf, within } from './subexpressions';

/**
 * Returns whether a statement reads the payload as JSON, because it uses a payload key or selects keys in addition to
 * `*`. A `*` without other keys, even as an argument, represents the raw bytes. Source: AWS IoT developer guide,
 * "binary-payloads".
 */
export function readsPayload(statement: Statement): boolean {
  const { selection } = statement;
  const isMixed =
    selection.kind === 'items' && selection.items.length > 1 && selection.items.some(({ kind }) => kind === 'star');
  return isMixed || expressionsOf(statement).some((part) => [...within(part)].some(readsKey));
}

function readsKey(expression: Expression): boolean {
  if (expression.kind === 'query') return expression.from.kind === 'payload';
  if (expression.kind === 'index') return expression.object.kind === 'payload';
  if (expression.kind !== 'call') return expression.kind === 'name';
  return expression.name.toLowerCase() === 'get' && expression.arguments[0]?.kind === 'payload';
}
