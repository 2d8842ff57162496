/**
 * JavaScript equivalent of a Java escape sequence with the length of the sequence in the source, or the reason why
 * there is no equivalent.
 */
interface Escape {
  readonly text: string;
  readonly length: number;
  readonly rejection?: string;
  /** Whether the escape is valid in Java but has no equivalent in JavaScript. */
  readonly lacking?: boolean;
}

// Contents of Java's character classes, which cover only ASCII. Source: java.util.regex.Pattern, "Predefined character
// classes", "POSIX".
const classes: Readonly<Record<string, string>> = {
  d: '0-9',
  s: ' \\t\\n\\x0B\\f\\r',
  w: 'a-zA-Z_0-9',
  h: ' \\t\\xA0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000',
  v: '\\n\\x0B\\f\\r\\x85\\u2028\\u2029',
};

const posix: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1F\\x7F',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\x0B\\f\\r',
};

const characters: Readonly<Record<string, string>> = { t: '\\t', n: '\\n', r: '\\r', f: '\\f', a: '\\x07', e: '\\x1B' };

const lacking: Readonly<Record<string, string>> = {
  G: '\\G (the end of the previous match)',
  X: '\\X (a grapheme)',
  N: '\\N{…} (a character by its name)',
};

/**
 * Translates the escape sequence at the start of `source`. Only sequences that are valid both inside and outside of a
 * class are supported.
 */
export function classEscape(source: string): Escape {
  const letter = source.charAt(1);
  if (letter === '') return rejectEscape('the backslash at the end escapes nothing');
  const known = letter.toLowerCase();
  const of = Object.hasOwn(classes, known) ? classes[known] : undefined;
  if (of !== undefined) return { text: letter === known ? `[${of}]` : `[^${of}]`, length: 2 };
  if (letter === 'p' || letter === 'P') return property(source);
  const lacks = Object.hasOwn(lacking, letter) ? lacking[letter] : undefined;
  if (lacks !== undefined) return { ...rejectEscape(lacks), lacking: true };
  return characterEscape(source) ?? rejectEscape(`\\${letter} is not a Java escape sequence`);
}

/**
 * Translates the escape sequence at the start of `source`, including sequences that are valid only outside of classes.
 */
export function escapeOf(source: string): Escape {
  const letter = source.charAt(1);
  if (letter === 'b' || letter === 'B') return { text: source.slice(0, 2), length: 2 };
  if (letter === 'R') return { text: '(?:\\r\\n|[\\n\\x0B\\f\\r\\x85\\u2028\\u2029])', length: 2 };
  const [reference] = /^\\(?:[1-9]\d?|k<[A-Za-z][A-Za-z0-9]*>)/.exec(source) ?? [];
  if (reference !== undefined) return { text: `(?:${reference})`, length: reference.length };
  return classEscape(source);
}

function characterEscape(source: string): Escape | undefined {
  const letter = source.charAt(1);
  const simple = Object.hasOwn(characters, letter) ? characters[letter] : undefined;
  if (simple !== undefined) return { text: simple, length: 2 };
  const [coded, octal, byte, unit, point] =
    /^\\(?:0([0-3]?[0-7]{1,2})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|x\{([0-9a-fA-F]{1,6})\})/.exec(source) ?? [];
  if (coded !== undefined) {
    const code = octal === undefined ? Number.parseInt(byte ?? unit ?? point ?? '', 16) : Number.parseInt(octal, 8);
    return code > 0x10ffff ? undefined : { text: `\\u{${code.toString(16)}}`, length: coded.length };
  }
  const [control] = /^\\c[@-_a-z]/.exec(source) ?? [];
  if (control !== undefined) return { text: `\\x${hex(control.charCodeAt(2) ^ 64)}`, length: 3 };
  // java.util.regex.Pattern: "It is an error to use a backslash prior to any alphabetic character that does not
  // denote an escaped construct"
  if (/[A-Za-z0-9]/.test(letter)) return undefined;
  const character = String.fromCodePoint(source.codePointAt(1) ?? 0);
  return { text: escapeLiteral(character), length: 1 + character.length };
}

// Translates properties such as \p{Lower}, \p{IsAlphabetic}, \p{L} and \pL.
function property(source: string): Escape {
  const [all, letter, name = '', short = ''] = /^\\([pP])(?:\{([A-Za-z_=]+)\}|([A-Z]))/.exec(source) ?? [];
  if (all === undefined) return rejectEscape(`${source.slice(0, 2)} needs a property name`);
  const of = Object.hasOwn(posix, name) ? posix[name] : undefined;
  if (of !== undefined) return { text: letter === 'p' ? `[${of}]` : `[^${of}]`, length: all.length };
  const unicode = short || name.replace(/^Is/, '');
  for (const candidate of [unicode, `Script=${unicode}`]) {
    if (isProperty(candidate)) return { text: `\\${letter}{${candidate}}`, length: all.length };
  }
  return { ...rejectEscape(`the property ${all}`), lacking: true };
}

function isProperty(name: string): boolean {
  try {
    return new RegExp(`\\p{${name}}`, 'v').flags === 'v';
  } catch {
    return false;
  }
}

const hex = (code: number) => code.toString(16).padStart(2, '0');

/** Escapes text to match it literally anywhere in an expression. */
export function escapeLiteral(text: string): string {
  return [...text]
    .map((character) => (/[A-Za-z0-9_ ]/.test(character) ? character : `\\u{${codeOf(character)}}`))
    .join('');
}

const codeOf = (character: string) => (character.codePointAt(0) ?? 0).toString(16);

const rejectEscape = (reason: string): Escape => ({ text: '', length: 0, rejection: reason });
