import { toNumber } from '../convert';
import { ValueFault } from '../fault';
import { type Context, inside } from './context';
import type { Expression, TemplatePart } from './expression-tree';
import { readList, readObject } from './parse-collection';
import { readReference } from './parse-reference';
import { readTemplate } from './parse-template';
import type { Token } from './scanner';

/** Reads an operand: a literal, a string, a reference, a call, a list, an object or an expression in parentheses. */
export function readOperand(context: Context): Expression {
  const { scanner } = context;
  const token = scanner.next();
  const column = token.start + 1;
  if (token.kind === 'number') return { kind: 'literal', value: readNumber(context, token), column };
  if (token.kind === 'quote') return stringOf(readTemplate(inside(context, {}), 'quoted'), column);
  if (token.kind === 'identifier') return readName(context, token);
  if (token.text === '[') return readList(inside(context, { newlineEnds: false }), column);
  if (token.text === '{') return readObject(inside(context, { newlineEnds: true }), column);
  if (token.text === '(') {
    const expression = context.expression(inside(context, { newlineEnds: false }));
    scanner.expect(')', 'to close the parenthesis');
    return expression;
  }
  if (token.text === '<<') throw scanner.error('heredocs are not supported; write a quoted string', token.start);
  throw scanner.unexpected(token, 'an expression');
}

function readNumber(context: Context, token: Token): number {
  try {
    return toNumber(token.text);
  } catch (error) {
    if (error instanceof ValueFault) throw context.scanner.error(error.message, token.start);
    throw error;
  }
}

/** Converts a quoted template to a plain string if it contains no interpolation. */
function stringOf(parts: readonly TemplatePart[], column: number): Expression {
  const [only, ...others] = parts;
  if (!only) return { kind: 'literal', value: '', column };
  if (only.kind === 'text' && others.length === 0) return { kind: 'literal', value: only.text, column };
  return { kind: 'template', parts, column };
}

const keywords: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function readName(context: Context, token: Token): Expression {
  const { scanner } = context;
  const column = token.start + 1;
  if (scanner.source[token.end] === ':' && scanner.source[token.end + 1] === ':') {
    throw scanner.error(`provider functions are not supported: ${token.text}::…`, token.start);
  }
  if (scanner.peek().text === '(' && !scanner.peek().afterNewline) return readCall(context, token);
  const keyword = keywords.get(token.text);
  if (keyword !== undefined) return { kind: 'literal', value: keyword, column };
  if (context.bound.has(token.text)) return { kind: 'bound', name: token.text, column };
  return { kind: 'reference', reference: readReference(context, token), column };
}

function readCall(outer: Context, name: Token): Expression {
  const { scanner } = outer;
  const context = inside(outer, { newlineEnds: false });
  scanner.expect('(', 'of a call');
  const args: Expression[] = [];
  let expand = false;
  while (!scanner.take(')')) {
    args.push(context.expression(context));
    expand = scanner.take('...') !== undefined;
    if (expand || !scanner.take(',')) {
      scanner.expect(')', `to close the call of ${name.text}`);
      break;
    }
  }
  return { kind: 'call', name: name.text, args, expand, column: name.start + 1 };
}
