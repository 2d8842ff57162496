import type { Digest } from '../../contracts/digest';
import { dayBefore } from './day';
import type { Sighting } from './measurement-archive';
import type { PowerChange } from './power-on-time';
import { writeDigest } from './write-digest';

const due = '2026-11-24T17:00:00Z';
const day = dayBefore(due, Date.parse(due));
const hour = 3_600_000;

async function* each<Item>(...items: Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function devicesOf(changes: readonly PowerChange[], sightings: readonly Sighting[]): Promise<Digest['devices']> {
  const kept: Digest[] = [];
  const figures = { messages: 0, alerts: 0, failures: { invocations: 0, workflows: 0 } };
  await writeDigest(day, {
    changes: () => each(...changes),
    sightings: () => each(...sightings),
    figures: async () => figures,
    keep: async (digest) => void kept.push(digest),
  });
  return kept[0]?.devices ?? [];
}

const lightOn: PowerChange = { thing: 'light-1', version: 1, at: day.from + 22 * hour, before: false, after: true };

test('lists each sensor with measurements on that day once, sorted by name', async () => {
  const sightings = ['sensor-1', 'a-sensor', 'sensor-1'].map((thing) => ({ thing, at: day.from + hour }));
  expect(await devicesOf([lightOn], sightings)).toEqual([
    { thing: 'a-sensor', onSeconds: 0, changes: 0 },
    { thing: 'light-1', onSeconds: 2 * 3600, changes: 1 },
    { thing: 'sensor-1', onSeconds: 0, changes: 0 },
  ]);
});

test('lists a device with both measurements and power changes only once', async () => {
  const sightings = [{ thing: 'light-1', at: day.from }];
  expect(await devicesOf([lightOn], sightings)).toEqual([{ thing: 'light-1', onSeconds: 2 * 3600, changes: 1 }]);
});

test('ignores measurements before and after the day', async () => {
  const sightings = [day.from - 1, day.to].map((at) => ({ thing: 'sensor-1', at }));
  expect(await devicesOf([], sightings)).toEqual([]);
});
