import * as z from 'zod/mini';

/**
 * What EventBridge hands to a function at a time of its schedule (EventBridge user guide, "Scheduled events"): `time` is
 * the moment that was meant, which a repetition has, too.
 */
export const ScheduledEvent = z.object({ time: z.iso.datetime() });
export type ScheduledEvent = z.infer<typeof ScheduledEvent>;

/** What a day was like. A day is one of Japan, where the lights are. */
export const Digest = z.object({
  /** `2026-11-24` */
  date: z.iso.date(),
  /** Those that reported or measured something, and those that were on. */
  devices: z.array(
    z.object({
      thing: z.string(),
      /** How long its last report said that it was on. */
      onSeconds: z.number(),
      /** How often its shadow changed. */
      changes: z.number(),
    }),
  ),
  /** Measurements that were stored. */
  messages: z.number(),
  /** What failed, and how often. */
  failures: z.object({ invocations: z.number(), workflows: z.number() }),
  /** Messages that people were sent. */
  alerts: z.number(),
});
export type Digest = z.infer<typeof Digest>;

export const digestFolder = 'digests/';

/** Where the digest of a day lies in its bucket. */
export const digestKeys = (date: string) =>
  ({ json: `${digestFolder}${date}.json`, page: `${digestFolder}${date}.md` }) as const;
