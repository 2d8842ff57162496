import type { Digest } from '../../contracts/digest';
import type { Day } from './day';
import { type PowerChange, powerOnTime } from './power-on-time';

interface Sources {
  changes(day: Day): AsyncIterable<PowerChange>;
  figures(day: Day): Promise<Pick<Digest, 'messages' | 'alerts' | 'failures'>>;
  keep(digest: Digest): Promise<void>;
}

/** Writes the digest of a day. The same day gives the same digest, as far as nothing came late. */
export async function writeDigest(day: Day, { changes, figures, keep }: Sources): Promise<Digest> {
  const all: PowerChange[] = [];
  for await (const change of changes(day)) all.push(change);
  const digest = { date: day.date, devices: powerOnTime(all, day), ...(await figures(day)) };
  await keep(digest);
  return digest;
}
