import { fc, test as law } from '@fast-check/jest';
import { mergeReadings, type Position, type Reading, type SensorPage } from './merge-readings';

/** Simulates a query for the readings of one sensor. */
function pageOf(stored: readonly Reading[], thing: string, from: number, limit: number): SensorPage {
  const all = stored.filter((one) => one.thing === thing && one.at >= from).sort((a, b) => a.at - b.at);
  const readings = all.slice(0, limit);
  return { readings, readUpTo: all.length > limit ? readings.at(-1)?.at : undefined };
}

function readAllPages(limit: number, storedAt: (page: number) => readonly Reading[]) {
  const seen: Reading[] = [];
  let after: Position | undefined;
  for (let page = 0; page < 200; page += 1) {
    const stored = storedAt(page);
    const sensors = [...new Set(stored.map(({ thing }) => thing))];
    const from = after?.[0] ?? 0;
    const merged = mergeReadings(
      sensors.map((thing) => pageOf(stored, thing, from, limit + 1)),
      { after, limit },
    );
    seen.push(...merged.readings);
    if (merged.next === undefined) return seen;
    after = merged.next;
  }
  throw new Error('paging does not terminate');
}

const readings = fc.uniqueArray(
  fc.record({ thing: fc.constantFrom('a', 'b', 'c'), at: fc.nat(12), value: fc.constant(1) }),
  { selector: ({ thing, at }) => `${thing} ${at}`, maxLength: 30 },
);

const inOrder = (all: readonly Reading[]) =>
  all.toSorted((a, b) => a.at - b.at || (a.thing < b.thing ? -1 : 1)).map(({ thing, at }) => `${at} ${thing}`);

law.prop([readings, fc.integer({ min: 1, max: 5 })])(
  'returns every reading once and in order, for any page size',
  (stored, limit) => {
    expect(readAllPages(limit, () => stored).map(({ thing, at }) => `${at} ${thing}`)).toEqual(inOrder(stored));
  },
);

law.prop([readings, readings, fc.integer({ min: 1, max: 5 })])(
  'returns each reading that arrives between page requests at most once, and skips no earlier reading',
  (stored, late, limit) => {
    const known = new Set(inOrder(stored));
    const added = late.filter(({ thing, at }) => !known.has(`${at} ${thing}`));
    const seen = readAllPages(limit, (page) => (page === 0 ? stored : [...stored, ...added]));
    const shown = seen.map(({ thing, at }) => `${at} ${thing}`);
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown.filter((one) => known.has(one))).toEqual(inOrder(stored));
  },
);
