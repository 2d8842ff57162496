/** Rate limit with a sliding window. All times are in milliseconds on the same clock. */
export interface Rate {
  isUsedUp(now: number): boolean;
  /** Returns the milliseconds until the next event is admitted. */
  freeIn(now: number): number;
  count(now: number): void;
  /** Returns the number of events in the window that ends now. */
  used(now: number): number;
}

const second = 1000;

/**
 * Converts a rate to a whole number of events in the shortest possible window: 50 events in one second for a rate of
 * 50, or 1 event in four seconds for a rate of 0.25.
 */
function wholeRate(perSecond: number) {
  const times = Math.max(1, Math.round(perSecond));
  return { times, span: (times / perSecond) * second };
}

export function createRate(perSecond: number): Rate {
  const { times, span } = wholeRate(perSecond);
  /** Ring buffer of the latest event times; `next` is the index of the oldest. */
  const moments: number[] = [];
  let next = 0;
  const freeIn = (now: number) => Math.max(0, (moments[next] ?? Number.NEGATIVE_INFINITY) + span - now);
  return {
    isUsedUp: (now) => freeIn(now) > 0,
    freeIn,
    count(now) {
      moments[next] = now;
      next = (next + 1) % times;
    },
    used: (now) => moments.filter((moment) => moment + span > now).length,
  };
}

/** Creates rate limits that apply to each name separately. Names without recent events are removed. */
export function createRatePerName(perSecond: number) {
  const { span } = wholeRate(perSecond);
  const rates = new Map<string, { rate: Rate; at: number }>();
  return {
    isUsedUp: (name: string, now: number) => rates.get(name)?.rate.isUsedUp(now) ?? false,
    used: (name: string, now: number) => rates.get(name)?.rate.used(now) ?? 0,
    count(name: string, now: number): void {
      const rate = rates.get(name)?.rate ?? createRate(perSecond);
      rate.count(now);
      // The name is reinserted at the end, because a Map iterates in insertion order and the oldest names must come first.
      rates.delete(name);
      rates.set(name, { rate, at: now });
      for (const [other, { at }] of rates) {
        if (now - at < span) break;
        rates.delete(other);
      }
    },
    get size() {
      return rates.size;
    },
  };
}

export interface Pace {
  /** Records transferred bytes and returns the milliseconds until the next transfer is allowed. */
  record(bytes: number, now: number): number;
  /** Returns the milliseconds until the next transfer is allowed. */
  freeIn(now: number): number;
  /** Returns the bytes of the burst that are used. */
  used(now: number): number;
}

/** Creates a limit on bytes per second that allows bursts of one second's quota. */
export function createPace(bytesPerSecond: number): Pace {
  /** Time at which all recorded bytes would have been transferred at this pace. */
  let doneAt = Number.NEGATIVE_INFINITY;
  const freeIn = (now: number) => Math.max(0, doneAt - now - second);
  return {
    record(bytes, now) {
      doneAt = Math.max(doneAt, now) + (bytes / bytesPerSecond) * second;
      return freeIn(now);
    },
    freeIn,
    used: (now) => Math.round((Math.max(0, doneAt - now) / second) * bytesPerSecond),
  };
}
