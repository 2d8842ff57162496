import * as z from 'zod/mini';

/** EventBridge scheduled event (user guide, "Scheduled events"). `time` is the scheduled time, even in a retry. */
export const ScheduledEvent = z.object({ time: z.iso.datetime() });
export type ScheduledEvent = z.infer<typeof ScheduledEvent>;

/** Digest of one day in Japan Standard Time, because the lights are in Japan. */
export const Digest = z.object({
  /** Date in Japan, for example `2026-11-24`. */
  date: z.iso.date(),
  /** Devices that sent a report or were on during the day. */
  devices: z.array(
    z.object({
      thing: z.string(),
      /** Seconds during which the device reported being on. */
      onSeconds: z.number(),
      /** Number of shadow changes. */
      changes: z.number(),
    }),
  ),
  /** Number of stored measurements. */
  messages: z.number(),
  /** Number of failures. */
  failures: z.object({ invocations: z.number(), workflows: z.number() }),
  /** Number of alert messages sent. */
  alerts: z.number(),
});
export type Digest = z.infer<typeof Digest>;

export const digestFolder = 'digests/';

/** S3 keys of a day's digest. */
export const digestKeys = (date: string) =>
  ({ json: `${digestFolder}${date}.json`, page: `${digestFolder}${date}.md` }) as const;
