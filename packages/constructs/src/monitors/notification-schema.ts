import * as z from 'zod';

const id = z.string().regex(/^[A-Za-z_][\w-]*$/, 'expected letters, digits, _ and -');
const text = z.string().min(1, 'must not be empty');
/** Handle: `@slack-iot-oncall`, or the name without @. */
const recipients = z.array(text).max(50, 'at most 50 recipients');
const optional = <T extends z.ZodType>(type: T) => z.exactOptional(type);

/** Team in Datadog. Source: Terraform Registry, DataDog/datadog, team and team_membership */
export const teamSchema = z.strictObject({
  id,
  name: text,
  /** Handle of the team, without @: `iot-platform`. */
  handle: z.string().regex(/^[a-z0-9-]{1,195}$/, 'expected lower-case letters, digits and -'),
  description: z.string(),
  /** Ids of users in Datadog, with their role in the team. */
  members: optional(z.record(text, z.enum(['member', 'admin']))),
});

/** Rule that notifies recipients about monitors. Source: API reference, "Create a monitor notification rule" */
export const notificationRuleSchema = z
  .strictObject({
    id,
    name: text,
    /** Monitors that the rule covers: monitors with all given tags, or monitors that match a scope (`service:(a OR b)`). */
    monitors: z.union([
      z.strictObject({ tags: z.array(text).min(1, 'needs a tag').max(20, 'at most 20 tags') }),
      z.strictObject({ scope: text }),
    ]),
    recipients: optional(recipients),
    /** Recipients by condition, such as `transition_type:alert` or `priority:p1`. */
    when: optional(
      z
        .array(z.strictObject({ scope: text, recipients: recipients.min(1, 'needs a recipient') }))
        .min(1, 'needs a condition')
        .max(10, 'at most 10 conditions'),
    ),
    /** Recipients if no condition holds. */
    otherwise: optional(recipients),
  })
  .refine(({ recipients: always, when }) => (always === undefined) !== (when === undefined), {
    message: 'a rule needs either "recipients" or "when"',
  })
  .refine(({ when, otherwise }) => otherwise === undefined || when !== undefined, {
    message: '"otherwise" is allowed only with "when"',
    path: ['otherwise'],
  });

/** Local time without zone: `2026-12-01T09:00:00`. */
const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, 'expected a time such as 2026-12-01T09:00:00');
const recurrence = z.strictObject({
  /** Rule of RFC 5545: `FREQ=WEEKLY;BYDAY=SA,SU`. */
  rule: z
    .string()
    .regex(/(?:^|;)FREQ=/, 'needs FREQ')
    .refine((rule) => !/DTSTART|DTEND|DURATION/.test(rule), 'must not contain DTSTART, DTEND or DURATION'),
  /** Length of each downtime: `12h`. */
  lasts: z.string().regex(/^\d+[mhdw]$/, 'expected a duration such as 12h'),
  start: optional(localTime),
});
const endStates = ['alert', 'no data', 'warn'] as const;
const endTypes = ['canceled', 'expired'] as const;

/** Downtime of monitors. Source: API reference, "Schedule a downtime" */
export const downtimeSchema = z.strictObject({
  id,
  /** Groups that the downtime mutes: `env:prod AND team:shop`, or `*`. */
  scope: text,
  /** Muted monitors: monitors with all given tags, or the monitor with the given id in Terraform. */
  monitors: z.union([z.strictObject({ tags: z.array(text).min(1, 'needs a tag') }), z.strictObject({ monitor: text })]),
  message: optional(z.string()),
  schedule: z.union([
    z.strictObject({ from: z.iso.datetime({ offset: true }), to: optional(z.iso.datetime({ offset: true })) }),
    z.strictObject({
      timezone: text,
      recurrences: z.array(recurrence).min(1, 'needs a recurrence').max(5, 'at most 5 recurrences'),
    }),
  ]),
  /** Time zone in which Datadog displays the schedule (default: the schedule's own time zone, or UTC if it has none). */
  displayTimezone: optional(text),
  muteFirstRecovery: optional(z.boolean()),
  /** States in which a group notifies when the downtime ends. */
  notifyEndStates: optional(z.array(z.enum(endStates))),
  notifyEndTypes: optional(z.array(z.enum(endTypes))),
});
