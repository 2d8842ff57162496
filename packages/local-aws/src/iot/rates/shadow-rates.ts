import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import { shadowRequestsPerSecond, shadowRequestsPerSecondAndThing } from '../quotas';
import { createRate, createRatePerName } from './rates';
import { createTally } from './tally';
import type { RateFactor } from './throttle';

/** How often shadows may be asked, by MQTT and HTTP together and whatever is asked. */
export interface ShadowRates {
  /** Whether a shadow of this thing takes one more request now; where not, it is counted and told. */
  admits(thing: string): boolean;
  stop(): void;
}

/**
 * AWS IoT's rates of shadow requests, by the platform's clock: those of a thing, whichever shadow of it and whichever
 * operation, and those of the account. Source: AWS IoT quotas, "Device Shadow".
 */
export function createShadowRates(
  factor: RateFactor,
  { clock, bus }: { clock: Pick<Clock, 'now' | 'after'>; bus: Pick<EventBus, 'tell'> },
): ShadowRates {
  if (factor === 'off') return { admits: () => true, stop: () => undefined };
  const tally = createTally(clock, bus);
  const ofThing = createRatePerName(shadowRequestsPerSecondAndThing * factor);
  const ofAll = createRate(shadowRequestsPerSecond * factor);
  const refuse = (who: string, quota: string) => {
    tally.add({ who, what: 'shadow requests refused', quota });
    return false;
  };
  return {
    admits(thing) {
      const now = clock.now();
      if (ofThing.isUsedUp(thing, now))
        return refuse(thing, `at most ${shadowRequestsPerSecondAndThing * factor} a second and thing`);
      if (ofAll.isUsedUp(now))
        return refuse('all things', `at most ${shadowRequestsPerSecond * factor} a second in all`);
      ofThing.count(thing, now);
      ofAll.count(now);
      return true;
    },
    stop: tally.stop,
  };
}
