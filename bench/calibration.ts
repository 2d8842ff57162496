import { createHash } from 'node:crypto';
import { median } from './figure';

/**
 * Duration of the calibration on the reference machine in ms, by major version of Node.js. The limits were set on that machine: two
 * shared cores, measured on 2026-11-28 and 2026-11-29 without other load. A newer version computes faster on the same machine, which
 * must not count as a faster machine.
 */
const referenceByVersion: Readonly<Record<string, number>> = { 20: 56, 24: 41 };

/** Duration of the calibration on the reference machine with the running version of Node.js, or with Node.js 20 if it was not measured. */
export const referenceMilliseconds = referenceByVersion[process.versions.node.split('.')[0] ?? ''] ?? 56;

/**
 * Returns this machine's speed relative to the reference machine: 0.5 if a fixed computation takes twice as long.
 * The computation covers the platform's most frequent work: JSON, maps, regular expressions and hashes.
 */
export function measureSpeed(): number {
  const durations = Array.from({ length: 7 }, () => {
    const started = performance.now();
    compute();
    return performance.now() - started;
  });
  // V8 compiles the code in the first two rounds
  return referenceMilliseconds / median(durations.slice(2));
}

function compute(): void {
  const seen = new Map<string, number>();
  const hash = createHash('sha256');
  for (let index = 0; index < 24_000; index += 1) {
    const text = JSON.stringify({
      thing: `light-${index % 50}`,
      state: { reported: { power: index % 2 === 0, index } },
    });
    const message: unknown = JSON.parse(text);
    const topic = `$aws/things/light-${index % 50}/shadow/update`;
    const thing = /^\$aws\/things\/([^/]+)\/shadow\/update$/.exec(topic)?.[1] ?? '';
    seen.set(thing, (seen.get(thing) ?? 0) + JSON.stringify(message).length);
    hash.update(text);
  }
  if (seen.size !== 50 || hash.digest().length !== 32) throw new Error('the calibration computed a wrong result');
}
