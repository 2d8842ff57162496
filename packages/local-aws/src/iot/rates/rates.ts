/** What may happen so often in a second, whichever second one looks at. Times are milliseconds of one clock. */
export interface Rate {
  isUsedUp(now: number): boolean;
  /** Milliseconds until it may happen again. */
  freeIn(now: number): number;
  count(now: number): void;
}

const second = 1000;

/** As whole numbers in as short a time as that takes: 50 in a second, 1 in four seconds for a quarter. */
function wholeRate(perSecond: number) {
  const times = Math.max(1, Math.round(perSecond));
  return { times, span: (times / perSecond) * second };
}

export function createRate(perSecond: number): Rate {
  const { times, span } = wholeRate(perSecond);
  /** The last moments at which it happened, written round and round: `next` is the oldest. */
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
  };
}

/** A rate for each name; those of which nothing counts any more are forgotten. */
export function createRatePerName(perSecond: number) {
  const { span } = wholeRate(perSecond);
  const rates = new Map<string, { rate: Rate; at: number }>();
  return {
    isUsedUp: (name: string, now: number) => rates.get(name)?.rate.isUsedUp(now) ?? false,
    count(name: string, now: number): void {
      const rate = rates.get(name)?.rate ?? createRate(perSecond);
      rate.count(now);
      // a Map keeps the order in which its keys came: the oldest first
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
  /** @returns how many milliseconds what comes next has to wait */
  took(bytes: number, now: number): number;
  /** How many milliseconds that still is. */
  freeIn(now: number): number;
}

/** The pace at which data goes through; what a second brings may come at once. */
export function createPace(bytesPerSecond: number): Pace {
  /** When all that has come so far would be through. */
  let throughAt = Number.NEGATIVE_INFINITY;
  const freeIn = (now: number) => Math.max(0, throughAt - now - second);
  return {
    took(bytes, now) {
      throughAt = Math.max(throughAt, now) + (bytes / bytesPerSecond) * second;
      return freeIn(now);
    },
    freeIn,
  };
}
