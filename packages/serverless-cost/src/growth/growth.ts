import { billOf } from '../bill';
import type { Fleet } from '../fleet';
import type { Platform } from '../platform';
import type { PriceBook } from '../prices/price-book';
import { type Demand, demandsOf } from './demands';

export interface Point {
  readonly devices: number;
  readonly total: number;
  readonly each: number;
}

/** A size of the fleet beyond which something has to be raised. */
export interface Knee extends Pick<Demand, 'says' | 'by' | 'source'> {
  /** The largest size that still fits. */
  readonly devices: number;
  /** What a million devices need of it. */
  readonly needed: number;
}

export interface Growth {
  readonly points: readonly Point[];
  /** By size. */
  readonly knees: readonly Knee[];
}

const sizes = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000] as const;

interface Asked {
  readonly platform: Platform;
  readonly fleet: Fleet;
  readonly prices: PriceBook;
}

/** What the platform costs from a thousand devices to a million, and where it has to be changed on the way. */
export function growthOf({ platform, fleet, prices }: Asked): Growth {
  const points = sizes.map((devices) => {
    const { total } = billOf({ platform, fleet: { ...fleet, devices }, prices });
    return { devices, total, each: total / devices };
  });
  return { points, knees: kneesOf(platform, fleet, sizes[sizes.length - 1] ?? 1) };
}

function kneesOf(platform: Platform, fleet: Fleet, most: number): readonly Knee[] {
  const seen = new Map<number, ReadonlyMap<string, Demand>>();
  const demandsAt = (devices: number) => {
    const known = seen.get(devices) ?? new Map(demandsOf(platform, { ...fleet, devices }).map((one) => [one.id, one]));
    seen.set(devices, known);
    return known;
  };
  return [...demandsAt(most).values()]
    .filter(({ need, limit }) => need > limit)
    .map(({ id, says, by, source, need }) => {
      const devices = largestThatFits((size) => demandsAt(size).get(id), most);
      return { devices, says, by, source, needed: Math.ceil(need) };
    })
    .sort((a, b) => a.devices - b.devices);
}

/** What is needed grows with the fleet, mostly in proportion: so a guess by that is mostly right, and else halves are enough. */
function largestThatFits(demandAt: (size: number) => Demand | undefined, most: number): number {
  let [below, above, size] = [0, most, most];
  for (let looks = 0; above - below > 1; looks += 1) {
    const { need = 0, limit = 0 } = demandAt(size) ?? {};
    if (need > limit) above = Math.min(above, size);
    else below = Math.max(below, size);
    const guess = looks < 8 && need > 0 ? Math.floor((size * limit) / need) : Math.floor((below + above) / 2);
    size = Math.min(above - 1, Math.max(below + 1, guess));
  }
  return below;
}
