import { Pattern, RegexRefusal } from './java-pattern';
import { type Groups, javaReplacement } from './java-replacement';
import { type Program, programOf } from './linear-program';
import { LinearMatcher } from './linear-regex';
import { attempts, groupNames, looksAround, type RegexNode, regexText, repeatsGroup } from './regex-tree';

/** Compiled Java regular expression. Every method returns undefined if the search would take too long. */
export interface JavaRegex {
  matches(text: string): boolean | undefined;
  /** Returns the first match, or undefined if the text does not match. */
  find(text: string): string | undefined;
  /**
   * Replaces every match. Returns undefined if the replacement contains a `$` without a group, or a trailing backslash.
   */
  replaceAll(text: string, replacement: string): string | undefined;
}

/** Reason for rejecting an expression. `lacking` is set if Java supports the expression but this library does not. */
interface RegexRejection {
  readonly rejection: string;
  readonly lacking: boolean;
}

// Maximum number of steps of a search. JavaScript's engine executes about 10^8 steps per second.
const mostAttempts = 1e7;
/** Maximum memory of the linear matcher in bytes, enough for a message of 128 KB and 256 steps. */
const mostMemory = 2 ** 25;
/**
 * Length of text that must be searchable in bounded time. A literal expression for which this is not guaranteed is
 * rejected.
 */
const shortestText = 64;

/**
 * Compiles a Java 11 regular expression (java.util.regex.Pattern), which AWS IoT uses. JavaScript's engine is fast but
 * backtracks, so a payload can make the number of attempts exponential. Text that is too long for this engine is
 * searched with a slower matcher, whose running time is linear in the length of the text.
 */
export function javaRegex(source: string): JavaRegex | RegexRejection {
  try {
    const { tree, flags } = new Pattern(source).read();
    const native = new RegExp(regexText(tree), `gv${flags}`);
    const longest = longestWithin(tree);
    const program = programOf(tree, flags);
    if (program === undefined && longest < shortestText)
      return { rejection: 'an expression whose running time is unbounded', lacking: true };
    return new Engines({ tree, native, longest, program });
  } catch (error) {
    if (error instanceof RegexRefusal) return { rejection: error.message, lacking: error.lacking };
    if (error instanceof SyntaxError)
      return { rejection: `${source} is not a valid regular expression`, lacking: false };
    throw error;
  }
}

/** Returns the maximum length of text, up to 2^20, that JavaScript's engine can search within `mostAttempts`. */
function longestWithin(tree: RegexNode): number {
  let longest = 0;
  for (let step = 2 ** 20; step >= 1; step /= 2) {
    if (attempts(tree, longest + step) <= mostAttempts) longest += step;
  }
  return longest;
}

interface CompiledRegex {
  readonly tree: RegexNode;
  readonly native: RegExp;
  /** Maximum length of text for JavaScript's engine; longer text is searched with the linear matcher. */
  readonly longest: number;
  readonly program: Program | undefined;
}

class Engines implements JavaRegex {
  readonly #parts: CompiledRegex;
  readonly #names: readonly (string | undefined)[];
  readonly #repeatsGroup: boolean;
  readonly #splitsPairs: boolean;

  constructor(parts: CompiledRegex) {
    this.#parts = parts;
    this.#names = groupNames(parts.tree);
    this.#repeatsGroup = repeatsGroup(parts.tree);
    this.#splitsPairs = parts.program !== undefined && looksAround(parts.tree);
  }

  matches(text: string): boolean | undefined {
    if (this.#isNative(text)) return text.search(this.#parts.native) >= 0;
    const linear = this.#linear(text);
    return linear && linear.find(0) !== undefined;
  }

  find(text: string): string | undefined {
    if (this.#isNative(text)) {
      this.#parts.native.lastIndex = 0;
      return this.#parts.native.exec(text)?.[0];
    }
    const found = this.#linear(text)?.find(0);
    return found && text.slice(found[0], found[1]);
  }

  replaceAll(text: string, replacement: string): string | undefined {
    const fill = javaReplacement(replacement, this.#names);
    if (fill === undefined) return undefined;
    // in Java, a group keeps its match when its repetition continues, whereas JavaScript resets the match
    const linear = this.#isNative(text) && !this.#repeatsGroup ? undefined : this.#linear(text);
    if (linear !== undefined) return replaceMatches(text, linear, fill);
    return this.#isNative(text) ? text.replaceAll(this.#parts.native, (...match) => fill(match)) : undefined;
  }

  // Returns whether JavaScript's engine can search the text. V8 also matches assertions such as `$` in the middle of a
  // surrogate pair: 'a💡'.replace(/(?![\s\S])/gv, '-').
  #isNative(text: string): boolean {
    return text.length <= this.#parts.longest && !(this.#splitsPairs && /[\ud800-\udfff]/.test(text));
  }

  #linear(text: string): LinearMatcher | undefined {
    const { program } = this.#parts;
    if (program === undefined || program.steps.length * (text.length + 1) > mostMemory) return undefined;
    return new LinearMatcher(program, text);
  }
}

function replaceMatches(text: string, matcher: LinearMatcher, fill: (groups: Groups) => string): string {
  let result = '';
  let at = 0;
  for (const places of matcher.findAll()) {
    const groups: (string | undefined)[] = [];
    for (let slot = 0; slot < places.length; slot += 2) {
      const [start = -1, end = -1] = places.subarray(slot, slot + 2);
      groups.push(start < 0 || end < 0 ? undefined : text.slice(start, end));
    }
    const [from = 0, to = 0] = places;
    result += text.slice(at, from) + fill(groups);
    at = to;
  }
  return result + text.slice(at);
}
