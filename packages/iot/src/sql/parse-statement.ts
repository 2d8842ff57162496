import { TopicError } from '../topics/topic-error';
import { parseTopicFilter } from '../topics/topic-filter';
import type { Assignment, Expression, Keys, Query, SelectItem, Selection, Star, Statement } from './ast';
import { Grammar } from './grammar';
import type { LexerState } from './lexer';
import { isStarPath, parsePayload } from './parse-construct';
import { parseExpression } from './parse-expression';
import { SqlError } from './sql-error';
import { selectedBy } from './subexpressions';
import { Tokens } from './tokens';

const rules = { expression: parseExpression, query: parseQuery };

/**
 * Parses a rule's SQL: `[SET @v = …, …] SELECT … [FROM 'filter'] [WHERE …]`. Source: AWS IoT
 * developer guide, iot-sql-reference.
 * @throws SqlError with line, column and expected tokens
 */
export function parseStatement(source: string): Statement {
  const grammar = new Grammar(new Tokens(source), rules);
  const { tokens } = grammar;
  const set = tokens.takeWord('SET') ? parseAssignments(grammar) : [];
  const selection = parseSelection(grammar);
  const from = tokens.takeWord('FROM') ? parseFilter(tokens) : undefined;
  const where = tokens.takeWord('WHERE') ? grammar.expression() : undefined;
  if (tokens.current.kind !== 'end') tokens.unexpected(continuations({ selection, from, where }));
  return { set, selection, ...(from === undefined ? {} : { from }), ...(where === undefined ? {} : { where }) };
}

function continuations(parsed: { selection: Selection; from: string | undefined; where: Expression | undefined }) {
  if (parsed.where !== undefined) return ['an operator', 'the end'];
  if (parsed.from !== undefined) return ['WHERE', 'the end'];
  return parsed.selection.kind === 'items' ? [',', 'AS', 'FROM'] : ['FROM'];
}

/**
 * Parses an expression at the start of longer text.
 * @returns the expression, and the lexer state after the required token `closing`
 */
export function parseExpressionUntil(source: string, from: LexerState, closing: string) {
  const grammar = new Grammar(new Tokens(source, from), rules);
  const expression = grammar.expression();
  const { tokens } = grammar;
  if (!tokens.isSymbol(closing)) return tokens.unexpected(['an operator', closing]);
  return { expression, state: tokens.stateAfterCurrent };
}

/**
 * Parses a single expression.
 * @throws SqlError if the text is not a single expression
 */
export function parseExpressionAlone(source: string): Expression {
  const grammar = new Grammar(new Tokens(source), rules);
  const expression = grammar.expression();
  return grammar.tokens.current.kind === 'end' ? expression : grammar.tokens.unexpected(['an operator', 'the end']);
}

// Parses SET, which allows at most 10 variables. Each variable is assigned once, and its name has at most 64 letters,
// digits and underscores. Source: AWS IoT developer guide, iot-sql-set.
function parseAssignments(grammar: Grammar): readonly Assignment[] {
  const { tokens } = grammar;
  const assignments: Assignment[] = [];
  do {
    const { kind, text: name, at } = tokens.current;
    if (kind !== 'variable') return tokens.unexpected(['@variable']);
    if (name === '') tokens.fail('the @ of a variable must be followed by letters, digits or underscores');
    if (name.length > 64) tokens.fail(`a variable name has at most 64 characters, not ${name.length}`);
    if (assignments.some((earlier) => earlier.name === name)) {
      tokens.fail(`@${name} is already set; a variable can be assigned only once`);
    }
    if (assignments.length === 10) tokens.fail('a statement can set at most 10 variables');
    tokens.advance();
    tokens.expectSymbol('=');
    assignments.push({ name, value: grammar.expression(), at });
  } while (tokens.takeSymbol(','));
  return assignments;
}

function parseSelection(grammar: Grammar): Selection {
  const { tokens } = grammar;
  tokens.expectWord('SELECT');
  const isValue = tokens.isWord('VALUE') && startsExpression(tokens);
  if (isValue) tokens.advance();
  if (tokens.isWord('DISTINCT') && tokens.following.kind === 'name' && startsExpression(tokens)) {
    return tokens.fail('AWS IoT SQL does not support DISTINCT');
  }
  if (isValue) {
    return { kind: 'value', item: parseStar(tokens) ?? grammar.expression() };
  }
  const items = [parseItem(grammar)];
  while (tokens.takeSymbol(',')) items.push(parseItem(grammar));
  return { kind: 'items', items };
}

// Returns whether `value` is the keyword, because an expression follows it. `SELECT value FROM` selects the key
// "value".
function startsExpression(tokens: Tokens): boolean {
  const { kind, text } = tokens.following;
  if (kind === 'name') return !['FROM', 'AS', 'WHERE', 'AND', 'OR', 'IN'].includes(text.toUpperCase());
  return kind === 'symbol' ? ['(', '[', '{', '*', '-'].includes(text) : kind !== 'end';
}

function parseStar(tokens: Tokens): Star | undefined {
  const { at } = tokens.current;
  return !isStarPath(tokens) && tokens.takeSymbol('*') ? { kind: 'star', at } : undefined;
}

function parseItem(grammar: Grammar): SelectItem {
  const { tokens } = grammar;
  const star = parseStar(tokens);
  // In `SELECT * AS message`, the key contains the whole payload
  // (https://github.com/tradle/serverless-iot-local/pull/3, "on a live AWS setup"). The guide's rule with sourceip()
  // (iot-sql-functions) uses this syntax without an explanation.
  if (star !== undefined) return tokens.isWord('AS') ? parseNamedItem(tokens, { kind: 'payload', at: star.at }) : star;
  const expression = grammar.expression();
  return parseKeys(tokens, expression) ?? parseNamedItem(tokens, expression);
}

function parseNamedItem(tokens: Tokens, expression: Expression): SelectItem {
  return tokens.takeWord('AS') ? { kind: 'item', expression, alias: parseAlias(tokens) } : { kind: 'item', expression };
}

// Parses `path.*`, which selects an object's keys. The guide does not mention this syntax, but AWS's rules use it:
// awslabs/garnet-framework selects `current.state.reported.*`, and its function reads `id` and `type` from the message.
function parseKeys(tokens: Tokens, object: Expression): Keys | undefined {
  const { at } = tokens.current;
  if (!tokens.isSymbol('.') || object.kind === 'binary' || object.kind === 'unary') return undefined;
  tokens.advance();
  tokens.expectSymbol('*');
  if (tokens.isWord('AS'))
    tokens.fail('a.* cannot have an alias, because it selects several keys; use "a AS name" for the object itself');
  return { kind: 'keys', object, at };
}

function parseAlias(tokens: Tokens): readonly string[] {
  const path: string[] = [];
  do {
    const { kind } = tokens.current;
    const usable = kind === 'name' || kind === 'quoted name' || kind === 'string';
    path.push(usable ? tokens.advance().text : tokens.unexpected(['a key']));
  } while (tokens.takeSymbol('.'));
  return path;
}

function parseFilter(tokens: Tokens): string {
  const { kind, text, at } = tokens.current;
  // AWS IoT developer guide, iot-sql-from: "You must enclose the topic or topic filter in single quotes".
  if (kind !== 'string' || tokens.quote !== "'") {
    return tokens.fail('FROM requires the topic filter in single quotes', ["'topic/filter'"]);
  }
  try {
    parseTopicFilter(text);
  } catch (error) {
    if (!(error instanceof TopicError)) throw error;
    throw new SqlError({ message: error.message, at: { line: at.line, column: at.column + error.column } });
  }
  tokens.advance();
  return text;
}

function parseQuery(grammar: Grammar): Query {
  const { tokens } = grammar;
  const { at } = tokens.current;
  const selection = parseSelection(grammar);
  tokens.expectWord('FROM');
  const from = parsePayload(tokens) ?? grammar.expression();
  const alias = tokens.takeWord('AS') ? parseElementName(tokens) : undefined;
  const where = tokens.takeWord('WHERE') ? grammar.expression() : undefined;
  const query: Query = {
    kind: 'query',
    selection,
    from,
    ...(alias === undefined ? {} : { alias }),
    ...(where === undefined ? {} : { where }),
    at,
  };
  return grammar.grown(query, from, where, ...selectedBy(selection));
}

// Parses an element's alias. Source: AWS IoT developer guide, iot-sql-operators, "EXISTS operator": "exists
// (select * from arr as a where a = 3)".
function parseElementName(tokens: Tokens): string {
  const { kind } = tokens.current;
  return kind === 'name' || kind === 'quoted name' ? tokens.advance().text : tokens.unexpected(['a name']);
}
