import { parseDelimitedPattern } from './delimited-pattern';
import { parseJsonPattern } from './json-pattern';
import { PatternError } from './pattern-error';
import { regularExpressionOf } from './regular-expression';

/** Parsed filter pattern, which selects log lines for a subscription or a search. */
export interface FilterPattern {
  matches(message: string): boolean;
}

interface Term {
  sign: 'all' | 'any' | 'none';
  matches(message: string): boolean;
}

/** Maximum number of characters in a pattern. Source: CloudWatch Logs API reference, "PutSubscriptionFilter", filterPattern */
const longestPattern = 1024;

const termPattern = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)+)%|([\w.#@:/*$[\]-]+))/y;

function parseTerms(pattern: string): Term[] {
  const terms: Term[] = [];
  termPattern.lastIndex = 0;
  while (pattern.slice(termPattern.lastIndex).trim() !== '') {
    const at = pattern.length - pattern.slice(termPattern.lastIndex).trimStart().length;
    const found = termPattern.exec(pattern);
    if (found === null) {
      throw new PatternError(
        `a term with characters other than letters, digits and _ must be in double quotes`,
        at + 1,
        pattern,
      );
    }
    const [, sign, quoted, regularExpression, word] = found;
    const text = quoted?.replace(/\\(.)/g, '$1') ?? word ?? '';
    const expression =
      regularExpression === undefined
        ? undefined
        : regularExpressionOf(regularExpression, (reason) => new PatternError(reason, at + 1, pattern));
    terms.push({
      sign: sign === '?' ? 'any' : sign === '-' ? 'none' : 'all',
      matches: (message) => (expression === undefined ? message.includes(text) : expression.test(message)),
    });
  }
  return terms;
}

function ofTerms(terms: readonly Term[]): FilterPattern {
  const all = terms.filter((term) => term.sign === 'all');
  const none = terms.filter((term) => term.sign === 'none');
  // terms with "?" are ignored if the pattern has other terms (CloudWatch Logs user guide, "FilterAndPatternSyntax")
  const any = all.length + none.length > 0 ? [] : terms.filter((term) => term.sign === 'any');
  return {
    matches: (message) =>
      all.every((term) => term.matches(message)) &&
      !none.some((term) => term.matches(message)) &&
      (any.length === 0 || any.some((term) => term.matches(message))),
  };
}

/**
 * Parses a CloudWatch Logs filter pattern, which consists of terms (`?ERROR ?REPORT`, `"two words"`, `-debug`,
 * `%regular.*%`), JSON conditions (`{ $.level = "ERROR" && $.code >= 500 }`) or space-delimited fields (`[ip, ...,
 * status = 4*, bytes]`). An empty pattern matches every line.
 * @throws PatternError if CloudWatch would reject the pattern, or a regular expression is not supported
 */
export function parseFilterPattern(pattern: string): FilterPattern {
  const text = pattern.trim();
  if (text.length > longestPattern) {
    throw new PatternError(`a pattern has at most ${longestPattern} characters`, longestPattern + 1, text);
  }
  if (text.startsWith('[')) return { matches: parseDelimitedPattern(text) };
  if (text.startsWith('{')) return { matches: parseJsonPattern(text) };
  return ofTerms(parseTerms(text));
}
