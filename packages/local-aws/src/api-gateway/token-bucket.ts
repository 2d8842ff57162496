import type { Clock } from '../clock';

/**
 * Rate and burst limits for API Gateway's throttling. Source: developer guide, "Throttle requests to your REST APIs".
 */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * Creates a token bucket.
 * @returns a function that takes a token, and returns false if the bucket is empty
 */
export function tokenBucket({ perSecond, burst }: Rate, clock: Pick<Clock, 'now'>): () => boolean {
  let tokens = burst;
  let filledAt = clock.now();
  return () => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
