import type { Clock } from '../clock';

/** As API Gateway throttles: so many a second, and so many at once (developer guide, "Throttle requests to your REST APIs"). */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** @returns whether one more request may come */
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
