import { assignments } from './assignments';
import { commandSecrets } from './command-secrets';
import { contextRules } from './context-rules';
import { PlanBudget, type ValueBudget } from './decoding-budget';
import { decodedRuns } from './encodings';
import { gitleaksRules } from './gitleaks';
import { isPasswordLike } from './harmless-values';
import { kubernetesSecrets } from './kubernetes-secrets';
import { privateKeys, webTokens } from './long-secrets';
import { withoutPublic } from './public-values';
import { randomLooks } from './random-looks';
import type { Span } from './spans';
import { urlSecrets } from './url-secrets';
import { WindowMatcher } from './window-rules';

/** Function that finds secrets in text. Returns undefined if the search would require too many pattern tests. */
export type Detector = (text: string, lower: string) => readonly Span[] | undefined;

const rules = new WindowMatcher([...gitleaksRules, ...contextRules]);

const detectors: readonly Detector[] = [
  privateKeys,
  webTokens,
  kubernetesSecrets,
  randomLooks,
  urlSecrets,
  assignments,
  commandSecrets,
  (text, lower) => rules.spansIn(text, lower),
];

/** Maximum nesting depth of encodings to decode. */
const deepest = 3;

/** Maximum length of text in which secrets are masked individually. Longer text is masked entirely if it contains a secret. */
export const longestSearched = 1_000_000;

const shortest = 4;
const known = new Map<string, readonly Span[]>();
const knownAtMost = 20_000;
const longestKnown = 4_000;

/** Finds plain and encoded secrets by format and context. Returns the span of the entire text if decoding exceeds the budget. */
export function secretsIn(text: string, budget = new PlanBudget().forValue(text)): readonly Span[] {
  if (text.length < shortest) return [];
  if (text.length > longestKnown) return search(text, 0, budget);
  const earlier = known.get(text);
  if (earlier !== undefined) return earlier;
  const spans = search(text, 0, budget);
  // not cached, because another plan may have more budget left
  if (budget.isSpent) return spans;
  // cached, because names, ARNs and tags recur in a plan
  if (known.size >= knownAtMost) known.clear();
  known.set(text, spans);
  return spans;
}

export type Search = (text: string) => readonly Span[];

function search(written: string, depth: number, budget: ValueBudget): readonly Span[] {
  const text = withoutPublic(written);
  if (text.length > longestSearched) return holdsSecret(text, depth, budget) ? whole(text) : [];
  const lower = lowerCase(text);
  let spans: readonly Span[] = [];
  for (const detector of detectors) {
    const found = detector(text, lower);
    if (found === undefined) return whole(text);
    // push(...found) would fail, because the number of arguments of a call is limited
    if (found.length > 0) spans = spans.concat(found);
  }
  if (depth === deepest) return spans;
  return spans.concat(encodedSecrets(text, (decoded) => search(decoded, depth + 1, budget), budget, spans));
}

const whole = (text: string): readonly Span[] => [{ start: 0, end: text.length }];

const overlap = 1_000;

/** Returns whether a long text contains a secret. Searches overlapping chunks, so no secret is split. */
function holdsSecret(text: string, depth: number, budget: ValueBudget): boolean {
  for (let from = 0; from < text.length; from += longestSearched - overlap)
    if (search(text.slice(from, from + longestSearched), depth, budget).length > 0) return true;
  return false;
}

/** Returns whether decoded text is `user:password`, as in Basic authentication. */
function isCredential(decoded: string): boolean {
  const [, password = ''] = /^[\w.@+-]{1,64}:([^\s:/]{6,128})\s?$/.exec(decoded.slice(0, 200)) ?? [];
  return isPasswordLike(password);
}

/**
 * Finds encoded sections that contain secrets. Returns the span of the entire text if decoding exceeds the budget.
 * @param found secrets found without decoding; escaped text around these secrets remains visible
 */
export function encodedSecrets(
  text: string,
  find: Search,
  budget: ValueBudget,
  found: readonly Span[] = [],
): readonly Span[] {
  const spans: Span[] = [];
  for (const { start, end, texts, isTooLarge, isEscaped } of decodedRuns(text, budget)) {
    if (isEscaped && found.some((span) => span.start < end && span.end > start)) continue;
    const isSecret = texts.some((decoded) => (!isEscaped && isCredential(decoded)) || find(decoded).length > 0);
    if (isTooLarge || isSecret) spans.push({ start, end });
  }
  return budget.isSpent ? whole(text) : spans;
}

/** Converts text to lower case without changing positions. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
}
