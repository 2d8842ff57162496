import type { Expression, Selection, Statement } from './ast';

/** Returns an expression's direct subexpressions, in source order. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'binary':
      return [expression.left, expression.right];
    case 'unary':
    case 'cast':
      return [expression.operand];
    case 'call':
      return expression.arguments;
    case 'member':
    case 'index':
      return [expression.object];
    case 'array':
      return expression.items;
    case 'object':
      return expression.entries.map(({ value }) => value);
    case 'case': {
      const { subject, branches, otherwise } = expression;
      const parts = [subject, ...branches.flatMap(({ when, result }) => [when, result]), otherwise];
      return parts.filter((part) => part !== undefined);
    }
    case 'query':
      return [...selectedBy(expression.selection), expression.from, ...present(expression.where)];
    case 'exists':
      return [expression.query];
    default:
      return [];
  }
}

/** Returns the expressions in a select list, except `*`. */
export function selectedBy(selection: Selection): readonly Expression[] {
  if (selection.kind === 'value') return selection.item.kind === 'star' ? [] : [selection.item];
  return selection.items.flatMap((item) => {
    if (item.kind === 'star') return [];
    return item.kind === 'keys' ? [item.object] : [item.expression];
  });
}

/** Returns whether a statement selects `*`. */
export function selectsAll({ selection }: Statement): boolean {
  return selection.kind === 'value'
    ? selection.item.kind === 'star'
    : selection.items.some(({ kind }) => kind === 'star');
}

/** Returns the top-level expressions in SET, SELECT and WHERE. */
export function expressionsOf({ set, selection, where }: Statement): readonly Expression[] {
  return [...set.map(({ value }) => value), ...selectedBy(selection), ...present(where)];
}

/** Yields an expression and all its descendants. */
export function* within(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of childrenOf(expression)) yield* within(child);
}

const present = (expression: Expression | undefined) => (expression === undefined ? [] : [expression]);
