import type { CompositeExpression } from '../query/tree';
import { type State, severity } from './state';

const lessSevere = (a: State, b: State): State => (severity[a] <= severity[b] ? a : b);
const moreSevere = (a: State, b: State): State => (severity[a] >= severity[b] ? a : b);

/**
 * The state of a composite, given those of its monitors. A `No Data` is the caller's to judge: a composite that does not
 * notify of missing data keeps its last known state then.
 * @throws Error for a monitor without a state
 * Source: D/monitors/types/composite
 */
export function compositeState(expression: CompositeExpression, stateOf: (id: string) => State | undefined): State {
  switch (expression.kind) {
    case 'monitor': {
      const state = stateOf(expression.id);
      if (state === undefined) throw new Error(`the monitor ${expression.id} has no state`);
      return state;
    }
    case 'not':
      return negated(compositeState(expression.operand, stateOf));
    case 'and':
      return lessSevere(compositeState(expression.left, stateOf), compositeState(expression.right, stateOf));
    case 'or':
      return moreSevere(compositeState(expression.left, stateOf), compositeState(expression.right, stateOf));
    default:
      return expression satisfies never;
  }
}

function negated(state: State): State {
  if (state === 'No Data') return 'No Data';
  return state === 'OK' ? 'Alert' : 'OK';
}
