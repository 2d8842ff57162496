import { LiteralIndex } from './literal-index';
import { entropyOf } from './randomness';
import type { Span } from './spans';

/** Rule whose pattern is tested only near the keywords. */
export interface WindowRule {
  /** Lower-case keywords of at least two characters. */
  readonly keywords: readonly string[];
  /**
   * Pattern. The secret is the text of groups named `secret…`, or else of the first matching group, or else the entire match.
   */
  readonly pattern: () => RegExp;
  /** Minimum entropy of the secret, in bits per character. */
  readonly entropy?: number | undefined;
}

const before = 60;
const after = 300;

/** Maximum distance between the first and the last keyword in a window, in characters. Every window is extended by this distance. */
const shared = 100;

/** Maximum number of pattern tests per text. A text that requires more tests is hostile or full of secrets. */
export const testsAtMost = 20_000;

/** Matcher that tests rules near their keywords. */
export class WindowMatcher {
  private readonly index: LiteralIndex;
  private readonly byKeyword = new Map<string, number[]>();
  private readonly patterns = new Map<number, RegExp>();

  constructor(private readonly rules: readonly WindowRule[]) {
    rules.forEach(({ keywords }, rule) => {
      for (const keyword of keywords) this.byKeyword.set(keyword, [...(this.byKeyword.get(keyword) ?? []), rule]);
    });
    this.index = new LiteralIndex(this.byKeyword.keys(), 2);
  }

  /**
   * Returns the spans of secrets. Undefined if the text requires too many pattern tests.
   * @param lower the text in lower case, with the same length
   */
  spansIn(text: string, lower: string): readonly Span[] | undefined {
    const spans: Span[] = [];
    const tested = new Map<number, number>();
    let tests = 0;
    this.index.visit(lower, (keyword, at) => {
      for (const rule of this.byKeyword.get(keyword) ?? []) {
        if (at < (tested.get(rule) ?? 0)) continue;
        tests += 1;
        if (tests > testsAtMost) return false;
        const found = this.test(rule, text, at);
        spans.push(...found);
        // keywords inside a match need no test
        tested.set(rule, Math.max(at + shared, ...found.map(({ end }) => end)));
      }
      return true;
    });
    return tests > testsAtMost ? undefined : spans;
  }

  private test(rule: number, text: string, at: number): readonly Span[] {
    const from = Math.max(0, at - before);
    const window = text.slice(from, at + after + shared);
    const pattern = this.patternOf(rule);
    const least = this.rules[rule]?.entropy ?? 0;
    return [...window.matchAll(pattern)].flatMap((match) =>
      spansOf(match)
        .filter(([start, end]) => least === 0 || entropyOf(window.slice(start, end)) >= least)
        .map(([start, end]) => ({
          start: from + start,
          end: end === window.length ? endOfToken(text, from + end) : from + end,
        })),
    );
  }

  private patternOf(rule: number): RegExp {
    const known = this.patterns.get(rule);
    if (known !== undefined) return known;
    const pattern = this.rules[rule]?.pattern() ?? /(?!)/g;
    this.patterns.set(rule, pattern);
    return pattern;
  }
}

type Range = readonly [number, number];

function spansOf({ indices }: RegExpExecArray): readonly Range[] {
  const named = Object.entries(indices?.groups ?? {}).flatMap(([name, range]) =>
    name.startsWith('secret') && range !== undefined ? [range] : [],
  );
  if (named.length > 0) return named;
  const group = indices?.slice(1).find((range) => range !== undefined);
  return [group ?? indices?.[0] ?? [0, 0]];
}

const inToken = /[\w.~+/=-]/;

/** Returns the end of a token, for secrets that reach the end of the window. */
export function endOfToken(text: string, from: number): number {
  let end = from;
  while (end < text.length && inToken.test(text.charAt(end))) end += 1;
  return end;
}
