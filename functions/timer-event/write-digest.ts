import type { Digest } from '../../contracts/digest';
import type { Day } from './day';
import type { Sighting } from './measurement-archive';
import { type PowerChange, powerOnTime } from './power-on-time';

interface Sources {
  changes(day: Day): AsyncIterable<PowerChange>;
  sightings(day: Day): AsyncIterable<Sighting>;
  figures(day: Day): Promise<Pick<Digest, 'messages' | 'alerts' | 'failures'>>;
  keep(digest: Digest): Promise<void>;
}

/** Writes and returns the digest of a day. Repeated runs write the same digest, unless data arrives late. */
export async function writeDigest(day: Day, { changes, sightings, figures, keep }: Sources): Promise<Digest> {
  const all: PowerChange[] = [];
  for await (const change of changes(day)) all.push(change);
  const switched = powerOnTime(all, day);
  const measured = new Set<string>();
  for await (const { thing, at } of sightings(day)) if (day.from <= at && at < day.to) measured.add(thing);
  for (const { thing } of switched) measured.delete(thing);
  const silentSensors = [...measured].map((thing) => ({ thing, onSeconds: 0, changes: 0 }));
  const devices = [...switched, ...silentSensors].sort((a, b) => (a.thing < b.thing ? -1 : 1));
  const digest = { date: day.date, devices, ...(await figures(day)) };
  await keep(digest);
  return digest;
}
