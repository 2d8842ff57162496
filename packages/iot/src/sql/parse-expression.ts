import type { Binary, BinaryOperator, Expression } from './ast';
import type { Grammar } from './grammar';
import { binaryOperator, binding, minusBinding, reservedWords } from './operators';
import { isStarPath, parseBracket, parseCall, parseCase, parseCast, parseExists } from './parse-construct';
import { isSymbol, isWord } from './tokens';

/**
 * Parses an expression whose operators all have a higher precedence than `loosest` (Pratt parser).
 * @throws SqlError if the expression is invalid
 */
export function parseExpression(grammar: Grammar, loosest: number): Expression {
  let left = parsePrefix(grammar);
  for (;;) {
    const extended = parsePath(grammar, left) ?? parseOperator(grammar, left, loosest);
    if (extended === undefined) return left;
    left = extended;
  }
}

function parseOperator(grammar: Grammar, left: Expression, loosest: number): Binary | undefined {
  const { tokens } = grammar;
  const operator = currentOperator(grammar);
  if (operator === undefined || binding[operator] <= loosest) return undefined;
  const { at } = tokens.advance();
  const right = grammar.expression(binding[operator]);
  return grammar.grown({ kind: 'binary', operator, left, right, at }, left, right);
}

function currentOperator({ tokens }: Grammar): BinaryOperator | undefined {
  const { kind, text } = tokens.current;
  if (kind === 'symbol') return binaryOperator(text);
  if (kind !== 'name' || text.length > 3) return undefined;
  if (tokens.isWord('NOT') && isWord(tokens.following, 'IN')) {
    tokens.fail('NOT IN is not an operator of AWS IoT SQL; use NOT a IN b');
  }
  return binaryOperator(text.toUpperCase());
}

function parsePath(grammar: Grammar, object: Expression): Expression | undefined {
  const { tokens } = grammar;
  const { at } = tokens.current;
  // `a.*` is a select list item, not an expression
  if (tokens.isSymbol('.') && isSymbol(tokens.following, '*')) return undefined;
  if (tokens.takeSymbol('.')) {
    return grammar.grown({ kind: 'member', object, name: parseMemberName(grammar), at }, object);
  }
  if (!tokens.takeSymbol('[')) return undefined;
  const { kind, text } = tokens.current;
  if (kind === 'string') {
    tokens.advance();
    tokens.expectSymbol(']');
    return grammar.grown({ kind: 'member', object, name: text, at }, object);
  }
  if (kind !== 'number' || !/^\d{1,9}$/.test(text)) return tokens.unexpected(['an index', 'a key in quotes']);
  tokens.advance();
  tokens.expectSymbol(']');
  return grammar.grown({ kind: 'index', object, index: Number(text), at }, object);
}

function parseMemberName({ tokens }: Grammar): string {
  const { kind, text } = tokens.current;
  if (kind === 'name' || kind === 'quoted name' || kind === 'string') {
    tokens.advance();
    return text;
  }
  if (kind === 'number') tokens.fail(`a key that starts with a digit requires get(…, "${text}")`, ['a key']);
  return tokens.unexpected(['a key']);
}

function parsePrefix(grammar: Grammar): Expression {
  const { tokens } = grammar;
  const { at } = tokens.current;
  if (tokens.takeSymbol('-')) {
    const operand = grammar.expression(minusBinding - 1);
    return grammar.grown({ kind: 'unary', operator: '-', operand, at }, operand);
  }
  if (tokens.takeWord('NOT')) {
    const operand = grammar.expression(binding.NOT - 1);
    return grammar.grown({ kind: 'unary', operator: 'NOT', operand, at }, operand);
  }
  return parsePrimary(grammar);
}

function parsePrimary(grammar: Grammar): Expression {
  const { tokens } = grammar;
  const { kind, text, at } = tokens.current;
  switch (kind) {
    case 'string':
      tokens.advance();
      return { kind: 'string', value: text, at };
    case 'number':
      tokens.advance();
      return { kind: 'number', text, at };
    case 'quoted name':
      tokens.advance();
      return { kind: 'name', name: text, at };
    case 'variable':
      tokens.advance();
      return { kind: 'variable', name: text, at };
    case 'name':
      return parseWord(grammar);
    default:
      return isStarPath(tokens) ? parseStarPath(grammar) : parseBracket(grammar);
  }
}

// Parses a path that starts with `*`, in which `*.key` is equivalent to `key`. Source: README of
// aws-samples/verification-tool-for-aws-iot-rules, "SELECT VALUE *.messages".
function parseStarPath(grammar: Grammar): Expression {
  const { tokens } = grammar;
  const { at } = tokens.advance();
  const payload = { kind: 'payload', at } as const;
  const path = parsePath(grammar, payload);
  if (path === undefined) return tokens.unexpected(['a key']);
  return path.kind === 'member' && path.object === payload ? { kind: 'name', name: path.name, at } : path;
}

function parseWord(grammar: Grammar): Expression {
  const { tokens } = grammar;
  const { text, at } = tokens.current;
  if (isSymbol(tokens.following, '(') && !reservedWords.has(text.toUpperCase())) {
    if (tokens.isWord('EXISTS')) return parseExists(grammar);
    return tokens.isWord('CAST') ? parseCast(grammar) : parseCall(grammar);
  }
  if (tokens.isWord('CASE')) return parseCase(grammar);
  if (tokens.takeWord('NULL')) return { kind: 'null', at };
  if (tokens.takeWord('TRUE')) return { kind: 'boolean', value: true, at };
  if (tokens.takeWord('FALSE')) return { kind: 'boolean', value: false, at };
  if (reservedWords.has(text.toUpperCase())) return tokens.unexpected(['an expression']);
  tokens.advance();
  return { kind: 'name', name: text, at };
}
