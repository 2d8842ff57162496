import { checkArguments } from './check-arguments';
import type { FunctionFact } from './functions';
import type { Argument } from './query-tree';
import type { Scanner, Token } from './scanner';

/** Reads the arguments of a modifier up to its `)`, or the arguments of a function after the series. */
export function readArguments(scanner: Scanner, fact: FunctionFact, name: Token, afterSeries = false): Argument[] {
  const args: Argument[] = [];
  if (!afterSeries && scanner.take(')')) return counted(scanner, fact, name, args);
  if (afterSeries && !scanner.take(',')) {
    scanner.expect(')', `to close ${fact.name}(`);
    return counted(scanner, fact, name, args);
  }
  do args.push(readArgument(scanner));
  while (scanner.take(','));
  scanner.expect(')', `to close ${fact.name}(`);
  return counted(scanner, fact, name, args);
}

function readArgument(scanner: Scanner): Argument {
  const token = scanner.next();
  const { column, end } = token;
  if (token.kind === 'number') return { kind: 'number', value: Number(token.text), column, end };
  if (token.kind === 'text') return { kind: 'text', text: token.text.slice(1, -1), column, end };
  if (token.kind === 'sign' && token.text === '-') {
    const number = scanner.next();
    if (number.kind !== 'number') throw scanner.unexpected(number, 'a number');
    return { kind: 'number', value: -Number(number.text), column, end: number.end };
  }
  if (token.kind !== 'word') throw scanner.unexpected(token, 'a number, a word or a quoted string');
  if (!scanner.take('=')) return { kind: 'word', text: token.text, column, end };
  const value = readArgument(scanner);
  return { kind: 'named', name: token.text, value, column, end: value.end };
}

function counted(scanner: Scanner, { name, least, most }: FunctionFact, at: Token, args: Argument[]): Argument[] {
  if (args.length >= least && args.length <= most) {
    checkArguments(name, args);
    return args;
  }
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  throw scanner.error(
    `${name} accepts ${wanted} ${most === 1 ? 'argument' : 'arguments'}, not ${args.length}`,
    at.column,
  );
}
