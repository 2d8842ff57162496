import type { Call } from '../ast';
import { toText } from '../convert';
import type { SqlValue } from '../value';
import { type JavaRegex, javaRegex } from './java-regex';

// Source: AWS IoT developer guide, iot-sql-functions. "If the (converted) argument is not a valid regex expression,
// the result is Undefined."

type Values = readonly SqlValue[];

/** Evaluates regexp_matches(text, regex), which returns whether the text contains a match. */
export function regexpMatches([value, pattern]: Values): SqlValue {
  const text = toText(value);
  const regex = regexOf(pattern);
  return text === undefined ? undefined : regex?.matches(text);
}

/**
 * Evaluates regexp_substr(text, regex), which returns the first match. Without a match, which the guide does not
 * specify, the result is Undefined.
 */
export function regexpSubstr([value, pattern]: Values): SqlValue {
  const text = toText(value);
  return text === undefined ? undefined : regexOf(pattern)?.find(text);
}

/**
 * Evaluates regexp_replace(text, regex, replacement), which replaces every match. As in Java, `$1`
 * and `${name}` are groups.
 */
export function regexpReplace([value, pattern, with_]: Values): SqlValue {
  const text = toText(value);
  const replacement = toText(with_);
  if (text === undefined || replacement === undefined) return undefined;
  return regexOf(pattern)?.replaceAll(text, replacement);
}

// Maximum number of cached expressions. Most rules use constant expressions, but expressions taken from payloads must
// not accumulate.
const mostRegexes = 200;
const longestRegex = 1000;
const regexes = new Map<string, JavaRegex | undefined>();

function regexOf(pattern: SqlValue): JavaRegex | undefined {
  const text = toText(pattern);
  if (text === undefined || text.length > longestRegex) return undefined;
  if (!regexes.has(text)) {
    if (regexes.size >= mostRegexes) regexes.clear();
    const made = javaRegex(text);
    regexes.set(text, 'rejection' in made ? undefined : made);
  }
  return regexes.get(text);
}

/**
 * Returns an error for a literal expression that AWS IoT supports but this library does not, because JavaScript has no
 * equivalent.
 */
export function unsupportedRegex({ name, arguments: [, pattern] }: Call) {
  if (pattern?.kind !== 'string') return undefined;
  const made = javaRegex(pattern.value);
  if (!('rejection' in made) || !made.lacking) return undefined;
  return {
    message: `${name.toLowerCase()}() is not supported with ${made.rejection}; rewrite the expression`,
    argument: 1,
  };
}
