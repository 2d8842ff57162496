import { DowntimeSchedule, type DowntimeScheduleConfig } from '@cdktf/provider-datadog/lib/downtime-schedule';
import type { Monitor } from '@cdktf/provider-datadog/lib/monitor';
import { didYouMean } from '@himeshima/datadog-monitors';
import { type TerraformStack, Token } from 'cdktf';
import type { DeclaredDowntime, DowntimeProps } from '../monitors/notifications';
import { report } from '../stack/problems';
import { declareValid } from './declare-valid';

/**
 * Declares downtimes.
 * @param monitors declared monitors that a downtime can refer to, keyed by id
 */
export function declareDowntimes(
  stack: TerraformStack,
  downtimes: readonly DeclaredDowntime[],
  monitors: ReadonlyMap<string, Monitor>,
): void {
  const known = [...monitors.keys()];
  const isKnown = ({ id, monitors: muted, declared }: DeclaredDowntime): boolean => {
    if (!('monitor' in muted) || monitors.has(muted.monitor)) return true;
    const message = `unknown monitor ${muted.monitor}${didYouMean(muted.monitor, known)}`;
    report(stack, { declared, subject: id, message });
    return false;
  };
  declareValid(
    stack,
    downtimes.filter(isKnown),
    (one) => new DowntimeSchedule(stack, one.id, downtimeConfig(one, identifierOf(one, monitors))),
  );
}

/** Converts a downtime to the attributes of `datadog_downtime_schedule`. */
export function downtimeConfig(
  props: DowntimeProps,
  monitorIdentifier: NonNullable<DowntimeScheduleConfig['monitorIdentifier']>,
): DowntimeScheduleConfig {
  const { scope, message, displayTimezone, muteFirstRecovery, notifyEndStates, notifyEndTypes } = props;
  return {
    scope,
    monitorIdentifier,
    ...scheduleOf(props),
    ...(message !== undefined && { message }),
    displayTimezone: displayTimezone ?? timezoneOf(props),
    ...(muteFirstRecovery !== undefined && { muteFirstRecoveryNotification: muteFirstRecovery }),
    ...(notifyEndStates && { notifyEndStates }),
    ...(notifyEndTypes && { notifyEndTypes }),
  };
}

const timezoneOf = ({ schedule }: DowntimeProps): string => ('timezone' in schedule ? schedule.timezone : 'UTC');

/** Returns the block that selects the muted monitors. @param monitors declared monitors by id */
export function identifierOf({ monitors: muted }: DowntimeProps, monitors: ReadonlyMap<string, Monitor>) {
  if ('tags' in muted) return { monitorTags: [...muted.tags] };
  return { monitorId: Token.asNumber(monitors.get(muted.monitor)?.id) };
}

function scheduleOf({
  schedule,
}: DowntimeProps): Pick<DowntimeScheduleConfig, 'oneTimeSchedule' | 'recurringSchedule'> {
  if ('from' in schedule)
    return { oneTimeSchedule: { start: schedule.from, ...(schedule.to !== undefined && { end: schedule.to }) } };
  return {
    recurringSchedule: {
      timezone: schedule.timezone,
      recurrence: schedule.recurrences.map(({ rule, lasts, start }) => ({
        rrule: rule,
        duration: lasts,
        ...(start !== undefined && { start }),
      })),
    },
  };
}
