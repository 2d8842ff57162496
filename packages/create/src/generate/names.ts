import ts from 'typescript';

/** Spellings of a name in the generated files. */
export interface Names {
  /** `parking-bay`: files, functions, tables, things. */
  readonly kebab: string;
  /** `parkingBay`: variables and properties. */
  readonly camel: string;
  /** `ParkingBay`: classes and types. */
  readonly pascal: string;
  /** `parking_bay`: rules and monitors. */
  readonly snake: string;
  /** `PARKING_BAY`: environment variables. */
  readonly constant: string;
  /** `parking bay`: text. */
  readonly words: string;
  /** `a parking bay`. */
  readonly withArticle: string;
  /** `Parking bay`: first words of a sentence. */
  readonly title: string;
}

/** Maximum number of characters in a name. Keeps role names and lines of code below their limits. */
const longest = 20;

const kebabCase = /^[a-z](?:[a-z0-9]|-(?=[a-z]))*$/;
const camelCase = /^[a-z][a-z0-9]*(?:[A-Z][a-z0-9]+)*$/;

/** Words that AWS rejects at the start of names (SSM parameters, IoT topics and thing types, Cognito). */
const reservedByAws = /^(?:aws|amazon)(?:-|$)/;

/**
 * Checks a name in kebab-case.
 * @param what named entity, for example `device`, or the option with the name
 * @throws one-line Error with the expected format
 */
export function requireKebabCase(name: string, what: string): void {
  const given = what.startsWith('--') ? what : 'name';
  const example = what === 'monitor' ? 'queue-slow' : 'parking-bay';
  if (name.length < 2 || name.length > longest || !kebabCase.test(name))
    throw new Error(
      `invalid ${given} "${name}": expected 2 to ${longest} lower-case letters, digits and hyphens, starting with a letter, for example ${example}`,
    );
  const { camel, pascal } = namesOf(name);
  if (isReserved(camel) || Object.hasOwn(globalThis, pascal))
    throw new Error(`invalid ${given} "${name}": reserved in JavaScript; choose another name`);
  if (reservedByAws.test(name))
    throw new Error(`invalid ${given} "${name}": AWS reserves names that start with aws or amazon`);
}

/** Checks the name of an API operation. @throws one-line Error with the expected format */
export function requireCamelCase(name: string): void {
  if (name.length < 2 || name.length > longest || !camelCase.test(name))
    throw new Error(
      `invalid name "${name}": expected 2 to ${longest} letters and digits, in camelCase, for example nameDevice`,
    );
  if (isReserved(name)) throw new Error(`invalid name "${name}": reserved in JavaScript; choose another name`);
}

/** Returns whether a word cannot be the name of a variable. */
function isReserved(word: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, word);
  const kind = scanner.scan();
  return kind >= ts.SyntaxKind.FirstReservedWord && kind <= ts.SyntaxKind.LastFutureReservedWord;
}

/** Returns the kebab-case spelling of a name in camelCase: `name-device` for `nameDevice`. */
export const kebabOf = (camel: string): string => camel.replace(/[A-Z]/g, (upper) => `-${upper.toLowerCase()}`);

/** Returns all spellings of a name in kebab-case. */
export function namesOf(kebab: string): Names {
  const parts = kebab.split('-');
  const pascal = parts.map(capitalize).join('');
  const words = parts.join(' ');
  return {
    kebab,
    camel: uncapitalize(pascal),
    pascal,
    snake: parts.join('_'),
    constant: parts.join('_').toUpperCase(),
    words,
    withArticle: `${/^[aeiou]/.test(kebab) ? 'an' : 'a'} ${words}`,
    title: capitalize(words),
  };
}

/** Returns the plural of a name in kebab-case: `parking-bays`. */
export function pluralOf(kebab: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(kebab)) return `${kebab}es`;
  return /[^aeiou]y$/.test(kebab) ? `${kebab.slice(0, -1)}ies` : `${kebab}s`;
}

const capitalize = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
const uncapitalize = (word: string) => `${word.slice(0, 1).toLowerCase()}${word.slice(1)}`;
