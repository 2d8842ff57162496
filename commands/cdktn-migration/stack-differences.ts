import { isDeepStrictEqual } from 'node:util';

/** A difference between two stacks: its path, such as `resource.datadog_monitor.x.locked`, and both values. */
export interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Key of the stack's metadata, which contain the name and version of the library that wrote the stack. */
const metadata = '//';

/**
 * Returns the differences between two synthesized stacks, key by key. Lists are compared as a whole, because their order matters.
 * @param before parsed JSON of the first stack
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
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutMetadata(item)]));
}

/** An expected kind of difference and its reason. */
export interface KnownDifference {
  readonly path: RegExp;
  /** Returns whether a difference has the expected path and values. */
  fits(difference: Difference): boolean;
  readonly reason: string;
}

/** Separates unexpected differences from expected differences, and counts the occurrences of each expected kind. */
export function classifyDifferences<Type extends Difference>(
  differences: readonly Type[],
  known: readonly KnownDifference[],
) {
  const times = new Map(known.map((kind) => [kind, 0]));
  const unexpected: Type[] = [];
  for (const difference of differences) {
    const kind = known.find(({ path, fits }) => path.test(difference.path) && fits(difference));
    if (kind === undefined) unexpected.push(difference);
    else times.set(kind, (times.get(kind) ?? 0) + 1);
  }
  return { unexpected, expected: [...times].map(([{ reason }, count]) => ({ reason, times: count })) };
}
