import type { Call } from '../ast';
import { toText } from '../convert';
import type { SqlValue } from '../value';
import { type JavaRegex, javaRegex } from './java-regex';

// Source of all: AWS IoT developer guide, iot-sql-functions. "If the (converted) argument is not a valid regex expression,
// the result is Undefined."

type Values = readonly SqlValue[];

/** regexp_matches(text, regex): whether the text contains a match. */
export function regexpMatches([value, pattern]: Values): SqlValue {
  const text = toText(value);
  const regex = regexOf(pattern);
  return text === undefined ? undefined : regex?.matches(text);
}

/** regexp_substr(text, regex): the first match. The guide does not say what none gives; Undefined is what it has for none. */
export function regexpSubstr([value, pattern]: Values): SqlValue {
  const text = toText(value);
  return text === undefined ? undefined : regexOf(pattern)?.find(text);
}

/** regexp_replace(text, regex, replacement): every match; `$1` and `${name}` stand for groups, as in Java. */
export function regexpReplace([value, pattern, with_]: Values): SqlValue {
  const text = toText(value);
  const replacement = toText(with_);
  if (text === undefined || replacement === undefined) return undefined;
  return regexOf(pattern)?.replaceAll(text, replacement);
}

// A rule matches one expression again and again; those out of payloads must not pile up.
const mostRegexes = 200;
const longestRegex = 1000;
const regexes = new Map<string, JavaRegex | undefined>();

function regexOf(pattern: SqlValue): JavaRegex | undefined {
  const text = toText(pattern);
  if (text === undefined || text.length > longestRegex) return undefined;
  if (!regexes.has(text)) {
    if (regexes.size >= mostRegexes) regexes.clear();
    const made = javaRegex(text);
    regexes.set(text, 'refused' in made ? undefined : made);
  }
  return regexes.get(text);
}

/** An expression written out that Java takes and JavaScript has no counterpart of: AWS IoT would match, and we could not. */
export function refuseRegex({ name, arguments: [, pattern] }: Call) {
  if (pattern?.kind !== 'string') return undefined;
  const made = javaRegex(pattern.value);
  if (!('refused' in made) || !made.lacking) return undefined;
  return { message: `${name.toLowerCase()}() runs here without ${made.refused}; write it another way`, argument: 1 };
}
