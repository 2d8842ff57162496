import { type Bound, type FleetQuery, FleetQueryError, type Word } from './fleet-query-tree';
import { type Sign, type Token, tokensOf } from './tokens';

/** Maximum length of a query with a leading wildcard. Source: AWS IoT developer guide, "Query syntax". */
const longestWithLeadingWildcard = 100;

/**
 * Parses a fleet indexing query, which may contain words and phrases, fields, ranges and comparisons, AND, OR,
 * NOT, `-` and parentheses. Adjacent words must all match. Source: AWS IoT developer guide, "Query syntax",
 * "Example thing queries".
 * @throws FleetQueryError for syntax that fleet indexing does not support
 */
export function parseFleetQuery(query: string): FleetQuery {
  const tokens = tokensOf(query);
  rejectLeadingWildcards(query, tokens);
  let next = 0;

  const peek = (): Token | undefined => tokens[next];
  const column = () => peek()?.column ?? query.length + 1;
  const isSign = (...signs: readonly Sign[]) => {
    const token = peek();
    return token?.kind === 'sign' && signs.includes(token.sign);
  };
  const isKeyword = (keyword: string) => {
    const token = peek();
    return token?.kind === 'word' && token.word.text === keyword;
  };
  const skip = (holds: boolean): boolean => {
    if (holds) next += 1;
    return holds;
  };
  const failExpected = (what: string): never => {
    throw new FleetQueryError(`expected ${what}`, column());
  };

  const or = (field: string | undefined): FleetQuery => {
    const parts = [and(field)];
    while (skip(isKeyword('OR'))) parts.push(and(field));
    return combine('or', parts);
  };

  const and = (field: string | undefined): FleetQuery => {
    const parts = [parseNegation(field)];
    for (;;) {
      if (!skip(isKeyword('AND')) && (peek() === undefined || isSign(')') || isKeyword('OR'))) break;
      parts.push(parseNegation(field));
    }
    return combine('and', parts);
  };

  const parseNegation = (field: string | undefined): FleetQuery =>
    skip(isKeyword('NOT') || isSign('-')) ? { kind: 'not', query: parseNegation(field) } : single(field);

  const parseGroup = (field: string | undefined): FleetQuery => {
    const inner = or(field);
    if (!skip(isSign(')'))) failExpected(')');
    return inner;
  };

  const single = (field: string | undefined): FleetQuery => {
    if (skip(isSign('('))) return parseGroup(field);
    const token = peek();
    if (token?.kind === 'quoted') {
      next += 1;
      return { kind: 'phrase', field, words: wordsOf(token.text) };
    }
    if (token?.kind !== 'word' || ['AND', 'OR'].includes(token.word.text)) return failExpected('a word');
    next += 1;
    if (isSign(':', '<', '>', '<=', '>=')) return ofField(token.word, token.column);
    return { kind: 'word', field, word: token.word };
  };

  const ofField = ({ text: field, pattern }: Word, at: number): FleetQuery => {
    if (pattern !== undefined) throw new FleetQueryError('a field name cannot contain wildcards', at);
    if (skip(isSign('>='))) return { kind: 'range', field, min: bound(true), max: open };
    if (skip(isSign('>'))) return { kind: 'range', field, min: bound(false), max: open };
    if (skip(isSign('<='))) return { kind: 'range', field, min: open, max: bound(true) };
    if (skip(isSign('<'))) return { kind: 'range', field, min: open, max: bound(false) };
    next += 1;
    if (isSign('[', '{')) return range(field);
    // reject a negative number explicitly; otherwise `-` would be parsed as an exclusion
    if (isSign('-')) return failExpected('a value; put a negative number in quotation marks');
    return single(field);
  };

  const range = (field: string): FleetQuery => {
    const includesMin = isSign('[');
    next += 1;
    const min = bound(includesMin);
    if (!skip(isKeyword('TO'))) failExpected('TO');
    const max = bound(true);
    const includesMax = isSign(']');
    if (!skip(isSign(']', '}'))) failExpected('] or }');
    return { kind: 'range', field, min, max: { ...max, inclusive: includesMax } };
  };

  const bound = (inclusive: boolean): Bound => {
    const sign = skip(isSign('-')) ? '-' : '';
    const token = peek();
    if (token === undefined || token.kind === 'sign') return failExpected('a value');
    next += 1;
    if (token.kind === 'quoted') return { value: token.text, inclusive, quoted: true };
    const { text } = token.word;
    return { value: text === '*' ? undefined : `${sign}${text}`, inclusive, quoted: false };
  };

  const whole = or(undefined);
  if (peek() !== undefined) failExpected('the end of the query');
  return whole;
}

const open: Bound = { value: undefined, inclusive: true, quoted: false };

function combine(kind: 'and' | 'or', parts: readonly FleetQuery[]): FleetQuery {
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : { kind, parts };
}

/**
 * Splits text into lower-case words.
 * Source: "Words are separated by white-space characters", and "search is case insensitive".
 */
export const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

function rejectLeadingWildcards(query: string, tokens: readonly Token[]): void {
  const leading = tokens.filter(
    (token) => token.kind === 'word' && token.word.text !== '*' && /^[*?]/.test(token.word.text),
  );
  const [first, second] = leading;
  if (second !== undefined) throw new FleetQueryError('only one word may start with a wildcard', second.column);
  if (first !== undefined && query.length > longestWithLeadingWildcard)
    throw new FleetQueryError(
      `a query with a leading wildcard can have at most ${longestWithLeadingWildcard} characters`,
      first.column,
    );
}
