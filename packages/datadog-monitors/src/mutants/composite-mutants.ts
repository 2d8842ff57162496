import type { MonitorQuery } from '../query/monitor-query';
import { print } from '../query/print';
import type { Mutant } from './mutant';

type Composite = Extract<MonitorQuery, { readonly kind: 'composite' }>;
type CompositeExpression = Composite['expression'];

interface Change {
  readonly expression: CompositeExpression;
  readonly missing: string;
}

/** Returns the mutants of a composite, each with one operator changed or one negation removed. */
export function ofComposite(query: Composite): Mutant[] {
  const text = print(query);
  return changesOf(query.expression).map(({ expression, missing }) => {
    const changed = print({ ...query, expression });
    return {
      change: `${changed} instead of ${text}`,
      missing: `no test distinguishes the composite from ${text}: ${missing}`,
      apply: (definition) => ({ ...definition, query: changed }),
    };
  });
}

function changesOf(expression: CompositeExpression): Change[] {
  switch (expression.kind) {
    case 'monitor':
      return [];
    case 'not':
      return [
        { expression: expression.operand, missing: 'add a test in which the operand of ! determines the state' },
        ...changesOf(expression.operand).map((change) => ({
          ...change,
          expression: { ...expression, operand: change.expression },
        })),
      ];
    case 'and':
    case 'or': {
      const { left, right } = expression;
      const swapped: CompositeExpression = { ...expression, kind: expression.kind === 'and' ? 'or' : 'and' };
      return [
        { expression: swapped, missing: 'add a test in which only one operand alerts' },
        ...changesOf(left).map((change) => ({ ...change, expression: { ...expression, left: change.expression } })),
        ...changesOf(right).map((change) => ({ ...change, expression: { ...expression, right: change.expression } })),
      ];
    }
    default:
      return expression satisfies never;
  }
}
