import type * as z from 'zod';
import { downtimeSchema, notificationRuleSchema, teamSchema } from './notification-schema';

export type TeamProps = Readonly<z.infer<typeof teamSchema>>;
export type NotificationRuleProps = Readonly<z.infer<typeof notificationRuleSchema>>;
export type DowntimeProps = Readonly<z.infer<typeof downtimeSchema>>;

/** Declaration with its call site and the violations of its schema, which synth reports. */
type Declaration<Props> = Props & { readonly declared: Error; readonly faults: readonly string[] };

export type DeclaredTeam = Declaration<TeamProps>;
export type DeclaredNotificationRule = Declaration<NotificationRuleProps>;
export type DeclaredDowntime = Declaration<DowntimeProps>;

/** Declares a team and its members: `{ id: 'iot', name: 'IoT platform', handle: 'iot-platform', … }`. */
export const team = (props: TeamProps): DeclaredTeam => declare(teamSchema, props);

/**
 * Declares a rule that notifies recipients about the monitors with given tags, in addition to the handles in their messages. With
 * `when`, the recipients depend on the transition, the priority or a tag.
 */
export const notificationRule = (props: NotificationRuleProps): DeclaredNotificationRule =>
  declare(notificationRuleSchema, props);

/** Declares a one-time or recurring downtime, in which monitors change their states without notifying anyone. */
export const downtime = (props: DowntimeProps): DeclaredDowntime => declare(downtimeSchema, props);

function declare<Props extends { readonly id: string }>(schema: z.ZodType, props: Props): Declaration<Props> {
  const { error } = schema.safeParse(props);
  const faults = (error?.issues ?? []).map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  return { ...props, declared: new Error(props.id), faults };
}
