import { z } from 'zod';

/** Schema for one of a state's retriers. Source: Amazon States Language, "Errors", "Retrying after error". */
export const Retrier = z.looseObject({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.number().default(1),
  MaxAttempts: z.number().default(3),
  BackoffRate: z.number().default(2),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});
export type Retrier = z.infer<typeof Retrier>;

export interface Retry {
  retrier: Retrier;
  /** Number of the retry, starting at 1. */
  attempt: number;
  delaySeconds: number;
}

/**
 * Returns whether a retrier matches an error. `States.TaskFailed` matches all errors except
 * `States.Timeout`; no retrier matches the error `States.Runtime`.
 */
function fits({ ErrorEquals }: Retrier, error: string): boolean {
  if (error === 'States.Runtime') return false;
  return ErrorEquals.some(
    (name) => name === error || name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout'),
  );
}

/**
 * Creates a function that returns a state's next retry after a failure. Each retrier counts its own attempts.
 * @param random returns a number from 0 to 1 for retriers with jitter
 * @returns a function that returns undefined if no retrier matches, or its attempts are exhausted
 */
export function createRetrying(retriers: readonly Retrier[], random: () => number) {
  const attempts = new Map<Retrier, number>();
  return (error: string): Retry | undefined => {
    const retrier = retriers.find((candidate) => fits(candidate, error));
    if (retrier === undefined) return undefined;
    const before = attempts.get(retrier) ?? 0;
    if (before >= retrier.MaxAttempts) return undefined;
    attempts.set(retrier, before + 1);
    const longest = Math.min(
      retrier.IntervalSeconds * retrier.BackoffRate ** before,
      retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
    );
    const delaySeconds = retrier.JitterStrategy === 'FULL' ? longest * random() : longest;
    return { retrier, attempt: before + 1, delaySeconds };
  };
}
