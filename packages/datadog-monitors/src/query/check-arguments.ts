import { didYouMean } from '../near-miss';
import { QueryError } from './query-error';
import type { Argument } from './query-tree';

const rollupMethods = ['avg', 'sum', 'min', 'max', 'count'];
const fillMethods = ['linear', 'last', 'zero', 'null'];
// The documentation of fill() allows up to 600 seconds, but the guide on sparse metrics (docs.datadoghq.com/metrics/guide) uses 900;
// the larger value is accepted.
const longestFill = 900;

/**
 * Rejects invalid arguments to a modifier or function.
 * @param args arguments after the series
 * @throws QueryError
 * Source: docs.datadoghq.com/dashboards/functions/rollup and /interpolation
 */
export function checkArguments(name: string, args: readonly Argument[]): void {
  const [first, second] = args;
  if (name === 'rollup') {
    checkMethod(name, first, rollupMethods);
    for (const arg of args) checkSpan(name, arg);
  }
  if (name === 'moving_rollup') {
    checkSpan(name, first);
    checkMethod(name, second, rollupMethods);
  }
  if (name === 'fill') {
    checkMethod(name, first, fillMethods);
    if (second?.kind === 'number' && !(second.value >= 0 && second.value <= longestFill)) {
      refuse(`fill() covers 0 to ${longestFill} seconds, not ${second.value}`, second);
    }
  }
}

function checkMethod(name: string, arg: Argument | undefined, known: readonly string[]): void {
  if (arg?.kind !== 'word' && arg?.kind !== 'text') return;
  if (known.includes(arg.text)) return;
  refuse(`${name}() does not accept ${arg.text} (${known.join(', ')})${didYouMean(arg.text, known)}`, arg);
}

function checkSpan(name: string, arg: Argument | undefined): void {
  if (arg?.kind === 'number' && !(arg.value > 0))
    refuse(`${name}() requires a number of seconds above 0, not ${arg.value}`, arg);
}

function refuse(message: string, { column }: Argument): never {
  throw new QueryError({ message, column });
}
