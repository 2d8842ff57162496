import type { Call, Case, Cast, Exists, Expression, Payload } from './ast';
import type { Grammar } from './grammar';
import { isSymbol, type Tokens } from './tokens';

/** Parses a function call: `name(argument, …)`. */
export function parseCall(grammar: Grammar): Call {
  const { tokens } = grammar;
  const { text: name, at } = tokens.advance();
  tokens.expectSymbol('(');
  const args: Expression[] = [];
  while (!tokens.takeSymbol(')')) {
    if (args.length > 0 && !tokens.takeSymbol(',')) return tokens.unexpected([',', ')']);
    args.push(parsePayload(grammar.tokens) ?? parseArgument(grammar));
  }
  return grammar.grown({ kind: 'call', name, arguments: args, at }, ...args);
}

/**
 * Parses an argument. A nested query needs no extra parentheses, as in AWS's example
 * `isNull(SELECT VALUE …)`.
 */
const parseArgument = (grammar: Grammar): Expression =>
  grammar.tokens.isWord('SELECT') ? grammar.query() : grammar.expression();

/** Returns whether `*` starts a path, as in `*.messages` and `*[0]`. */
export const isStarPath = (tokens: Tokens): boolean =>
  tokens.isSymbol('*') && (isSymbol(tokens.following, '.') || isSymbol(tokens.following, '['));

/** Parses `*` as a value that represents the whole payload. */
export function parsePayload(tokens: Tokens): Payload | undefined {
  const { at } = tokens.current;
  return !isStarPath(tokens) && tokens.takeSymbol('*') ? { kind: 'payload', at } : undefined;
}

/** Parses `cast(value AS type)`. Source: AWS IoT developer guide, iot-sql-functions, cast(). */
export function parseCast(grammar: Grammar): Cast {
  const { tokens } = grammar;
  const { at } = tokens.advance();
  tokens.expectSymbol('(');
  const operand = grammar.expression();
  tokens.expectWord('AS');
  const type = tokens.current.kind === 'name' ? tokens.advance().text : tokens.unexpected(['a type']);
  tokens.expectSymbol(')');
  return grammar.grown({ kind: 'cast', operand, type, at }, operand);
}

/**
 * Parses `CASE value WHEN … THEN … ELSE … END`. Without a value after CASE, each WHEN is a condition. Source: AWS IoT
 * developer guide, iot-sql-case, which describes only CASE with a value.
 */
export function parseCase(grammar: Grammar): Case {
  const { tokens } = grammar;
  const { at } = tokens.advance();
  const subject = tokens.isWord('WHEN') ? undefined : grammar.expression();
  const branches = [parseBranch(grammar)];
  while (tokens.isWord('WHEN')) branches.push(parseBranch(grammar));
  const otherwise = tokens.takeWord('ELSE') ? grammar.expression() : undefined;
  if (!tokens.takeWord('END')) return tokens.unexpected(otherwise === undefined ? ['WHEN', 'ELSE', 'END'] : ['END']);
  const node: Case = {
    kind: 'case',
    ...(subject === undefined ? {} : { subject }),
    branches,
    ...(otherwise === undefined ? {} : { otherwise }),
    at,
  };
  return grammar.grown(node, subject, otherwise, ...branches.flatMap(({ when, result }) => [when, result]));
}

function parseBranch(grammar: Grammar) {
  grammar.tokens.expectWord('WHEN');
  const when = grammar.expression();
  grammar.tokens.expectWord('THEN');
  return { when, result: grammar.expression() };
}

/** Parses `EXISTS (SELECT …)`. Source: AWS IoT developer guide, iot-sql-operators, "EXISTS operator". */
export function parseExists(grammar: Grammar): Exists {
  const { tokens } = grammar;
  const { at } = tokens.advance();
  tokens.expectSymbol('(');
  if (!tokens.isWord('SELECT')) return tokens.unexpected(['SELECT']);
  const query = grammar.query();
  tokens.expectSymbol(')');
  return grammar.grown({ kind: 'exists', query, at }, query);
}

/** Parses an expression that starts with a bracket: parentheses, a nested query, an array or an object. */
export function parseBracket(grammar: Grammar): Expression {
  const { tokens } = grammar;
  if (tokens.isSymbol('[')) return parseArray(grammar);
  if (tokens.isSymbol('{')) return parseObject(grammar);
  if (!tokens.takeSymbol('(')) return tokens.unexpected(['an expression']);
  const inner = tokens.isWord('SELECT') ? grammar.query() : grammar.expression();
  if (tokens.isSymbol(',')) tokens.fail('a list requires square brackets: [a, b]', [')']);
  tokens.expectSymbol(')');
  return inner;
}

function parseArray(grammar: Grammar): Expression {
  const { tokens } = grammar;
  const { at } = tokens.advance();
  const items: Expression[] = [];
  while (!tokens.takeSymbol(']')) {
    if (items.length > 0 && !tokens.takeSymbol(',')) return tokens.unexpected([',', ']']);
    items.push(grammar.expression());
  }
  return grammar.grown({ kind: 'array', items, at }, ...items);
}

// Parses an object, which may contain `{'message': *}` and a comma after the last pair, as in AWS's examples
// (aws-samples, Toolbox for AWS IoT).
function parseObject(grammar: Grammar): Expression {
  const { tokens } = grammar;
  const { at } = tokens.advance();
  const entries: { key: string; value: Expression }[] = [];
  while (!tokens.takeSymbol('}')) {
    if (entries.length > 0 && !tokens.takeSymbol(',')) return tokens.unexpected([',', '}']);
    if (entries.length > 0 && tokens.takeSymbol('}')) break;
    const key = tokens.current.kind === 'string' ? tokens.advance().text : tokens.unexpected(['a key in quotes']);
    tokens.expectSymbol(':');
    entries.push({ key, value: parsePayload(grammar.tokens) ?? grammar.expression() });
  }
  return grammar.grown({ kind: 'object', entries, at }, ...entries.map(({ value }) => value));
}
