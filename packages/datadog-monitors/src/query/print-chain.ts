import type {
  CompositeExpression,
  FormulaQuery,
  Name,
  SearchQuery,
  ServiceCheckQuery,
  SloQuery,
  Window,
} from './query-tree';

export function printServiceCheck({ check, over, exclude, groupBy, last, counts }: ServiceCheckQuery): string {
  const by = `${step('exclude', exclude)}${step('by', groupBy)}`;
  return `${quoted(check.text)}${step('over', over)}${by}.last(${last.value}).${counts}()`;
}

/** Prints a search query without its comparison. */
export function printSearch({ source, search, index, issues, rollup, groupBy, window }: SearchQuery): string {
  const [indexed, rolled] = [listOf(index), [rollup.method, ...listOf(rollup.measure)]];
  const condition = issues.condition === undefined ? '' : `.${issues.condition}()`;
  const filtered = `${step('source', listOf(issues.source))}${condition}`;
  return `${source}(${quoted(search.text)})${step('index', indexed)}${filtered}${step('rollup', rolled)}${step('by', groupBy)}.last("${spanOfWindow(window)}")`;
}

/** Prints a formula without its comparison. */
export function printFormula({ formula, rollup, groupBy, window }: FormulaQuery): string {
  return `formula(${quoted(formula.text)})${step('rollup', listOf(rollup))}${step('by', groupBy)}.last("${spanOfWindow(window)}")`;
}

const spanOfWindow = ({ kind, amount, unit }: Window): string =>
  `${kind === 'current' ? 'current_' : ''}${amount}${unit}`;

/** Prints an SLO query without its comparison. */
export function printSlo({ slo, days, burnRate }: SloQuery): string {
  if (!burnRate) return `error_budget(${quoted(slo.text)}).over("${days}d")`;
  const { longMinutes, shortMinutes } = burnRate;
  return `burn_rate(${quoted(slo.text)}).over("${days}d").long_window("${spanOf(longMinutes)}").short_window("${spanOf(shortMinutes)}")`;
}

const spanOf = (minutes: number): string => (minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`);

export function printComposite(expression: CompositeExpression): string {
  switch (expression.kind) {
    case 'monitor':
      return expression.id;
    case 'not':
      return `!${printBound(expression.operand, 3)}`;
    case 'and':
      return `${printBound(expression.left, 2)} && ${printBound(expression.right, 3)}`;
    case 'or':
      return `${printBound(expression.left, 1)} || ${printBound(expression.right, 2)}`;
    default:
      return expression satisfies never;
  }
}

const binds: Readonly<Record<CompositeExpression['kind'], number>> = { or: 1, and: 2, not: 3, monitor: 3 };

function printBound(expression: CompositeExpression, least: number): string {
  const text = printComposite(expression);
  return binds[expression.kind] < least ? `(${text})` : text;
}

function step(name: string, args: readonly Name[]): string {
  return args.length === 0 ? '' : `.${name}(${args.map(({ text }) => quoted(text)).join(',')})`;
}

function listOf(name: Name | undefined): Name[] {
  return name === undefined ? [] : [name];
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
