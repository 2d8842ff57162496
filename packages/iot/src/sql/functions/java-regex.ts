import { Pattern, RegexRefusal } from './java-pattern';
import { type Groups, javaReplacement } from './java-replacement';
import { type Program, programOf } from './linear-program';
import { LinearMatcher } from './linear-regex';
import { attempts, groupNames, looksAround, type RegexNode, regexText, repeatsGroup } from './regex-tree';

/** A regular expression of Java, ready to be used. What a text would take too long to search for is Undefined. */
export interface JavaRegex {
  matches(text: string): boolean | undefined;
  /** The first match; undefined for none. */
  find(text: string): string | undefined;
  /** Undefined where the replacement is none: a `$` without a group, a backslash at the end. */
  replaceAll(text: string, replacement: string): string | undefined;
}

/** Why a text is no such expression; `lacking` where it is one to Java, and we have no counterpart. */
interface Refused {
  readonly refused: string;
  readonly lacking: boolean;
}

// JavaScript's engine makes some 10^8 steps a second.
const mostAttempts = 1e7;
/** Of the matcher's memory, in bytes: a message of 128 KB against 256 steps. */
const mostMemory = 2 ** 25;
/** Who cannot search so many characters in bounded time is refused where it is written out. */
const shortestText = 64;

/**
 * Readies a regular expression of Java (java.util.regex.Pattern, Java 11), which is what AWS IoT takes. JavaScript's engine
 * is fast, but tries all ways that there are, and a text out of a message can make them astronomically many: where they could
 * be too many, a slower one matches, whose time grows no faster than the text.
 */
export function javaRegex(source: string): JavaRegex | Refused {
  try {
    const { tree, flags } = new Pattern(source).read();
    const native = new RegExp(regexText(tree), `gv${flags}`);
    const longest = longestWithin(tree);
    const program = programOf(tree, flags);
    if (program === undefined && longest < shortestText)
      return { refused: 'a bound on how long it tries', lacking: true };
    return new Engines({ tree, native, longest, program });
  } catch (error) {
    if (error instanceof RegexRefusal) return { refused: error.message, lacking: error.lacking };
    if (error instanceof SyntaxError) return { refused: `${source} is no regular expression`, lacking: false };
    throw error;
  }
}

/** The longest text, up to 2^20, that JavaScript's engine surely searches in `mostAttempts`. */
function longestWithin(tree: RegexNode): number {
  let longest = 0;
  for (let step = 2 ** 20; step >= 1; step /= 2) {
    if (attempts(tree, longest + step) <= mostAttempts) longest += step;
  }
  return longest;
}

interface Parts {
  readonly tree: RegexNode;
  readonly native: RegExp;
  /** What is longer is for the program. */
  readonly longest: number;
  readonly program: Program | undefined;
}

class Engines implements JavaRegex {
  readonly #parts: Parts;
  readonly #names: readonly (string | undefined)[];
  readonly #repeatsGroup: boolean;
  readonly #splitsPairs: boolean;

  constructor(parts: Parts) {
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
    // Java's groups keep what they matched when their repetition goes on; JavaScript's forget it
    const linear = this.#isNative(text) && !this.#repeatsGroup ? undefined : this.#linear(text);
    if (linear !== undefined) return replaced(text, linear, fill);
    return this.#isNative(text) ? text.replaceAll(this.#parts.native, (...match) => fill(match)) : undefined;
  }

  // V8 finds `$` and the like in the middle of a character outside of the BMP, too: 'a💡'.replace(/(?![\s\S])/gv, '-')
  #isNative(text: string): boolean {
    return text.length <= this.#parts.longest && !(this.#splitsPairs && /[\ud800-\udfff]/.test(text));
  }

  #linear(text: string): LinearMatcher | undefined {
    const { program } = this.#parts;
    if (program === undefined || program.steps.length * (text.length + 1) > mostMemory) return undefined;
    return new LinearMatcher(program, text);
  }
}

function replaced(text: string, matcher: LinearMatcher, fill: (groups: Groups) => string): string {
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
