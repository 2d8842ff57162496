import { isDeepStrictEqual } from 'node:util';

/** A place at which two stacks are not the same, and what stands there: `resource.datadog_monitor.x.locked`. */
export interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What of a stack is its own: metadata says by which library and version it was written. */
const metadata = '//';

/**
 * Where two synthesized stacks differ, below every key that one of them has. Lists are compared whole, as their order counts.
 * @param before the JSON of the one, as it was parsed
 */
export function differencesOf(before: unknown, after: unknown, path: readonly string[] = []): readonly Difference[] {
  if (!isRecord(before) || !isRecord(after))
    return isDeepStrictEqual(withoutMetadata(before), withoutMetadata(after))
      ? []
      : [{ path: path.join('.'), before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => key !== metadata);
  return keys.flatMap((key) => differencesOf(before[key], after[key], [...path, key]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key]) => key !== metadata);
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutMetadata(one)]));
}

/** A difference that is known, and why it is one. */
export interface Known {
  readonly path: RegExp;
  /** Whether it is what was meant: another difference at the same place is none that is known. */
  fits(difference: Difference): boolean;
  readonly why: string;
}

/** Differences that nobody has declared, and how often each known one is met. */
export function judged(differences: readonly Difference[], known: readonly Known[]) {
  const knownOf = (difference: Difference) =>
    known.find((one) => one.path.test(difference.path) && one.fits(difference));
  return {
    unknown: differences.filter((difference) => knownOf(difference) === undefined),
    met: known.map(({ why, path, fits }) => ({
      why,
      times: differences.filter((difference) => path.test(difference.path) && fits(difference)).length,
    })),
  };
}
