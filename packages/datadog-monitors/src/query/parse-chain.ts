import { didYouMean } from '../near-miss';
import type { Name, TextSpan } from './query-tree';
import type { Scanner, Token } from './scanner';

/** Step of a chain such as `.last("5m")`, with quoted strings or numbers as arguments. */
export interface Step extends TextSpan {
  readonly name: string;
  readonly args: readonly Name[];
}

/** Reads a quoted string and returns it without quotes. */
export function readText(scanner: Scanner, expected: string): Name {
  const token = scanner.next();
  if (token.kind !== 'text') throw scanner.unexpected(token, expected);
  return textOf(token);
}

function textOf({ text, column, end }: Token): Name {
  return { text: text.slice(1, -1).replace(/\\(.)/g, '$1'), column, end };
}

/**
 * Reads the steps of `.over("*").by("host")…`, in any order, each at most once.
 * @throws QueryError for an unknown or duplicate step
 */
export function readSteps(scanner: Scanner, known: readonly string[]): Step[] {
  const steps: Step[] = [];
  while (scanner.take('.')) {
    const name = scanner.next();
    if (!known.includes(name.text)) {
      const message = `.${name.text} is not allowed here (${known.join(', ')})${didYouMean(name.text, known)}`;
      throw scanner.error(message, name.column);
    }
    if (steps.some((step) => step.name === name.text)) throw scanner.error(`.${name.text} occurs twice`, name.column);
    scanner.expect('(', `after .${name.text}`);
    const args = readTexts(scanner);
    steps.push({ name: name.text, args, column: name.column, end: scanner.position + 1 });
  }
  return steps;
}

function readTexts(scanner: Scanner): Name[] {
  if (scanner.take(')')) return [];
  const args: Name[] = [];
  do {
    const token = scanner.next();
    if (token.kind !== 'text' && token.kind !== 'number')
      throw scanner.unexpected(token, 'a quoted string or a number');
    args.push(token.kind === 'text' ? textOf(token) : token);
  } while (scanner.take(','));
  scanner.expect(')', 'after the arguments');
  return args;
}

/** Returns the only argument of a step. @throws QueryError if the step or its argument is missing */
export function argumentOf(scanner: Scanner, steps: readonly Step[], name: string, example: string): Name {
  const step = steps.find((one) => one.name === name);
  if (!step) throw scanner.error(`.${name}(…) is missing; add ${example}`, scanner.peek().column);
  const [only, ...others] = step.args;
  if (!only || others.length > 0) throw scanner.error(`.${name} accepts one argument, as in ${example}`, step.column);
  return only;
}

/** Returns all arguments of a step; empty if the step is missing. */
export function argumentsOf(steps: readonly Step[], name: string): readonly Name[] {
  return steps.find((step) => step.name === name)?.args ?? [];
}
