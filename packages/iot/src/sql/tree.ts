import type { Expression, Selection, Statement } from './ast';

/** The expressions that an expression is made of, in the order in which they are written. */
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

/** The expressions of a select list, `*` apart. */
export function selectedBy(selection: Selection): readonly Expression[] {
  if (selection.kind === 'value') return selection.item.kind === 'star' ? [] : [selection.item];
  return selection.items.flatMap((item) => {
    if (item.kind === 'star') return [];
    return item.kind === 'keys' ? [item.object] : [item.expression];
  });
}

/** Whether a statement selects `*`. */
export function selectsAll({ selection }: Statement): boolean {
  return selection.kind === 'value'
    ? selection.item.kind === 'star'
    : selection.items.some(({ kind }) => kind === 'star');
}

/** The outermost expressions of a statement: those of SET, SELECT and WHERE. */
export function expressionsOf({ set, selection, where }: Statement): readonly Expression[] {
  return [...set.map(({ value }) => value), ...selectedBy(selection), ...present(where)];
}

/** An expression and all that is in it. */
export function* within(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of childrenOf(expression)) yield* within(child);
}

const present = (expression: Expression | undefined) => (expression === undefined ? [] : [expression]);
