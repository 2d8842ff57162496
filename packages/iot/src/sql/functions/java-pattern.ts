import { classEscape, escapeLiteral, escapeOf } from './java-escapes';
import type { RegexNode } from './regex-tree';

/**
 * Error for an invalid Java regular expression or, if `lacking` is set,
 * for a valid expression without an equivalent in JavaScript.
 */
export class RegexRefusal extends Error {
  readonly lacking: boolean;

  constructor(message: string, lacking: boolean) {
    super(message);
    this.lacking = lacking;
  }
}

/** Line terminators, which `.` excludes. Source: java.util.regex.Pattern, "Line terminators". */
const lineTerminators = '\\n\\r\\u0085\\u2028\\u2029';
/** Equivalent of `$` and `\Z`, which match at the end of the input or before a final line terminator. */
const end = `(?=(?:\\r\\n|[${lineTerminators}])?(?![\\s\\S]))`;
/** Equivalent of `^`, which matches only the start of the input because JavaScript's flag `m` is not set. */
const begin = '^';
const lineEnd = `(?<!\\r(?=\\n))(?=[${lineTerminators}]|(?![\\s\\S]))`;
/** Equivalent of `^` with `(?m)`, which does not match after a line terminator at the end of the input in Java. */
const lineBegin = `(?:${begin}|(?<=[\\n\\u0085\\u2028\\u2029]|\\r(?!\\n))(?=[\\s\\S]))`;

/** Parser that translates a Java regular expression to JavaScript with the flag `v`. */
export class Pattern {
  readonly #source: string;
  #at = 0;
  #flags = { i: false, m: false, s: false };

  constructor(source: string) {
    this.#source = source;
  }

  /** Parses the pattern. Throws a RegexRefusal if it cannot be translated. */
  read(): { readonly tree: RegexNode; readonly flags: string } {
    this.#leadingFlags();
    const tree = this.#either();
    if (this.#at < this.#source.length) throw new RegexRefusal('this ) has no opening (', false);
    return { tree, flags: this.#flags.i ? 'i' : '' };
  }

  /** Parses flags such as `(?i)` at the start of the pattern. These flags apply to the whole pattern. */
  #leadingFlags(): void {
    const [all, letters = ''] = /^\(\?([a-zA-Z]+)\)/.exec(this.#source) ?? [''];
    for (const letter of letters) {
      if (letter === 'i' || letter === 'm' || letter === 's') this.#flags[letter] = true;
      else if (letter !== 'u' && letter !== 'U') throw new RegexRefusal(`the flag (?${letter})`, true);
    }
    this.#at = all.length;
  }

  #either(): RegexNode {
    const branches = [this.#sequence()];
    while (this.#takes('|')) branches.push(this.#sequence());
    return { kind: 'either', branches };
  }

  #sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (!['', '|', ')'].includes(this.#peek())) items.push(this.#repeated(this.#next()));
    return { kind: 'sequence', items };
  }

  #next(): RegexNode {
    switch (this.#peek()) {
      case '\\':
        return this.#escape();
      case '[':
        return piece(this.#class());
      case '(':
        return this.#group();
      case '.':
        this.#at += 1;
        return piece(this.#flags.s ? '[\\s\\S]' : `[^${lineTerminators}]`);
      case '^':
        this.#at += 1;
        return piece(this.#flags.m ? lineBegin : begin);
      case '$':
        this.#at += 1;
        return piece(this.#flags.m ? lineEnd : end);
      case '*':
      case '+':
      case '?':
      case '{':
        throw new RegexRefusal('a quantifier has no operand', false);
      default:
        return piece(escapeLiteral(this.#character()));
    }
  }

  #repeated(inner: RegexNode): RegexNode {
    if (!/[*+?{]/.test(this.#peek())) return inner;
    const [quantifier, repeated = '', first, comma, last, manner = ''] =
      /^([*+?]|\{(\d+)(,(\d*))?\})([?+]?)/.exec(this.#source.slice(this.#at, this.#at + 30)) ?? [];
    if (quantifier === undefined) throw new RegexRefusal('a literal { must be escaped as \\{', false);
    if (manner === '+') throw new RegexRefusal(`the possessive quantifier ${quantifier}`, true);
    this.#at += quantifier.length;
    const least = first === undefined ? Number(repeated === '+') : Number(first);
    const most = repeated === '?' ? 1 : last ? Number(last) : first === undefined || comma ? unbounded : least;
    return { kind: 'repeat', inner, least, most, isLazy: manner === '?', quantifier };
  }

  #group(): RegexNode {
    const rest = this.#source.slice(this.#at, this.#at + 80);
    if (rest.startsWith('(?>')) throw new RegexRefusal('the atomic group (?>…)', true);
    const [special] = /^\(\?(?:[:=!]|<[=!]|<[A-Za-z][A-Za-z0-9]*>)/.exec(rest) ?? [];
    if (special === undefined && rest.startsWith('(?')) {
      throw new RegexRefusal('a flag such as (?i) within the expression', true);
    }
    const opening = special ?? '(';
    this.#at += opening.length;
    const inner = this.#either();
    if (!this.#takes(')')) throw new RegexRefusal('this ( is not closed', false);
    return { kind: /^\(\?<?[=!]/.test(opening) ? 'around' : 'group', opening, inner };
  }

  #escape(): RegexNode {
    const rest = this.#source.slice(this.#at);
    if (rest.startsWith('\\Q')) {
      const close = rest.indexOf('\\E');
      this.#at += close < 0 ? rest.length : close + 2;
      return literal(close < 0 ? rest.slice(2) : rest.slice(2, close));
    }
    const anchor = { '\\A': begin, '\\z': '(?![\\s\\S])', '\\Z': end }[rest.slice(0, 2)];
    if (anchor !== undefined) {
      this.#at += 2;
      return piece(anchor);
    }
    const { text, length, rejection, lacking = false } = escapeOf(rest);
    if (rejection !== undefined) throw new RegexRefusal(rejection, lacking);
    this.#at += length;
    return /^\\[1-9k]/.test(rest) ? { kind: 'reference', text } : piece(text);
  }

  /**
   * Parses a class `[…]`. Java supports nested classes and intersections with `&&`, as JavaScript
   * does with the flag `v`.
   */
  #class(): string {
    this.#at += 1;
    const negated = this.#takes('^') ? '^' : '';
    const operands: string[] = [];
    let operand = '';
    // directly after the bracket, ] does not close the class, and - does not define a range
    let isCharacter = false;
    if (this.#peek() === ']') {
      operand = this.#classLiteral();
      isCharacter = true;
    }
    while (this.#peek() !== ']') {
      if (this.#takes('&&')) {
        operands.push(operand);
        operand = '';
        isCharacter = false;
      } else if (isCharacter && this.#startsRange()) {
        this.#at += 1;
        operand += `-${this.#classMember().text}`;
        isCharacter = false;
      } else {
        const member = this.#classMember();
        operand += member.text;
        ({ isCharacter } = member);
      }
    }
    this.#at += 1;
    operands.push(operand);
    // in JavaScript, && requires operands on both sides; each operand may be a range or a class, so operands are put in
    // brackets
    return `[${negated}${operands.length === 1 ? operand : operands.map((each) => `[${each}]`).join('&&')}]`;
  }

  #startsRange(): boolean {
    return this.#peek() === '-' && !/[[\]&]/.test(this.#source.charAt(this.#at + 1));
  }

  #classMember(): { readonly text: string; readonly isCharacter: boolean } {
    const first = this.#peek();
    if (first === '') throw new RegexRefusal('this [ is not closed', false);
    if (first === '[') return { text: this.#class(), isCharacter: false };
    if (first !== '\\') return { text: this.#classLiteral(), isCharacter: true };
    const { text, length, rejection, lacking = false } = classEscape(this.#source.slice(this.#at));
    if (rejection !== undefined) throw new RegexRefusal(rejection, lacking);
    this.#at += length;
    return { text, isCharacter: !text.startsWith('[') && !/^\\[pP]/.test(text) };
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #takes(text: string): boolean {
    const found = this.#source.startsWith(text, this.#at);
    if (found) this.#at += text.length;
    return found;
  }

  #classLiteral(): string {
    return escapeLiteral(this.#character());
  }

  #character(): string {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    return character;
  }
}

const unbounded = Number.POSITIVE_INFINITY;

// A class that starts with ^ is put in brackets to avoid a V8 bug in Node.js 20, which misses matches if the class is next to
// another operand: 'aa'.match(/(?:[^b]a)+/v) is null.
const piece = (text: string): RegexNode => ({ kind: 'piece', text: text.startsWith('[^') ? `[${text}]` : text });

const literal = (text: string): RegexNode => ({
  kind: 'sequence',
  items: [...text].map((character) => piece(escapeLiteral(character))),
});
