import { Pattern, RegexRefusal } from './java-pattern';
import { javaReplacement } from './java-replacement';

/** A regular expression of Java, ready to be used. */
export interface JavaRegex {
  /** The first match. */
  find(text: string): string | undefined;
  /** Undefined where the replacement is none: a `$` without a group, a backslash at the end. */
  replaceAll(text: string, replacement: string): string | undefined;
}

/** Why a text is no such expression; `lacking` where it is one to Java, and JavaScript has no counterpart. */
interface Refused {
  readonly refused: string;
  readonly lacking: boolean;
}

/**
 * Readies a regular expression of Java (java.util.regex.Pattern, Java 11), which is what AWS IoT takes.
 */
export function javaRegex(source: string): JavaRegex | Refused {
  let once: RegExp;
  let all: RegExp;
  try {
    const { text, flags } = new Pattern(source).translate();
    once = new RegExp(text, `v${flags}`);
    all = new RegExp(text, `gv${flags}`);
  } catch (error) {
    if (error instanceof RegexRefusal) return { refused: error.message, lacking: error.lacking };
    if (error instanceof SyntaxError) return { refused: `${source} is no regular expression`, lacking: false };
    throw error;
  }
  return {
    find: (text) => once.exec(text)?.[0],
    replaceAll(text, replacement) {
      const fill = javaReplacement(replacement, groupsOf(all));
      return fill && text.replaceAll(all, (...match) => fill(match));
    },
  };
}

function groupsOf(regex: RegExp): { count: number; names: readonly string[] } {
  const match = new RegExp(`${regex.source}|`, 'v').exec('');
  return { count: (match?.length ?? 1) - 1, names: Object.keys(match?.groups ?? {}) };
}
