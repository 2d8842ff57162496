import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import { shadowRequestsPerSecond, shadowRequestsPerSecondAndThing } from '../quotas';
import { createRate, createRatePerName } from './rates';
import type { RateFactor } from './throttle';
import { createThrottleReport } from './throttle-report';

/** Rate limits for shadow requests, shared by MQTT and HTTP. */
export interface ShadowRates {
  /**
   * Returns whether a request to one of the thing's shadows is admitted. Rejected requests are counted and reported.
   */
  admits(thing: string): boolean;
  /** Returns the number of requests to the thing's shadows in the last second; undefined if rate limits are not enforced. */
  usedBy(thing: string): number | undefined;
  stop(): void;
}

/**
 * Creates the rate limits for shadow requests, in platform time: one per thing for all its shadows and operations,
 * and one for the account. Source: AWS IoT quotas, "Device Shadow".
 */
export function createShadowRates(
  factor: RateFactor,
  { clock, bus }: { clock: Pick<Clock, 'now' | 'after'>; bus: Pick<EventBus, 'emit'> },
): ShadowRates {
  if (factor === 'off') return { admits: () => true, usedBy: () => undefined, stop: () => undefined };
  const report = createThrottleReport(clock, bus);
  const perThing = createRatePerName(shadowRequestsPerSecondAndThing * factor);
  const perAccount = createRate(shadowRequestsPerSecond * factor);
  const reject = (who: string, quota: string) => {
    report.add({ who, what: 'shadow requests rejected', quota });
    return false;
  };
  return {
    admits(thing) {
      const now = clock.now();
      if (perThing.isUsedUp(thing, now))
        return reject(thing, `at most ${shadowRequestsPerSecondAndThing * factor} per second per thing`);
      if (perAccount.isUsedUp(now))
        return reject('all things', `at most ${shadowRequestsPerSecond * factor} per second per account`);
      perThing.count(thing, now);
      perAccount.count(now);
      return true;
    },
    usedBy: (thing) => perThing.used(thing, clock.now()),
    stop: report.stop,
  };
}
