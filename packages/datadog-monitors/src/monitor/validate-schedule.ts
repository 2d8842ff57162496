import { isTimeZone } from '../evaluate/time-zone';
import { didYouMean } from '../near-miss';
import type { MonitorQuery } from '../query/monitor-query';
import type { MonitorDefinition, ScheduleRecurrence } from './definition';
import type { Problem } from './problem';

const attribute = 'scheduling_options';
const shortest = ['SECONDLY', 'MINUTELY', 'HOURLY'];
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

/**
 * Returns the problems with a custom schedule. It must have one recurrence with an interval of at least a day. Service checks, composites
 * and SLO alerts do not support it. Source: docs.datadoghq.com/monitors/guide/custom_schedules
 */
export function scheduleProblems({ type, schedule }: MonitorDefinition, query: MonitorQuery): Problem[] {
  const recurrences = schedule?.recurrences ?? [];
  if (recurrences.length === 0) return [];
  if (query.kind === 'service check' || query.kind === 'composite' || query.kind === 'slo')
    return [{ message: `${type}: this type does not support custom_schedule`, attribute }];
  if (recurrences.length > 1)
    return [
      { message: `custom_schedule has ${recurrences.length} recurrences; it must have one recurrence`, attribute },
    ];
  return recurrences.flatMap(ruleProblems);
}

function ruleProblems({ rule, start, timezone }: ScheduleRecurrence): Problem[] {
  const refuse = (message: string): Problem[] => [{ message, attribute }];
  if (/(?:^|[;\n])\s*DTSTART/i.test(rule))
    return refuse('the rule of custom_schedule contains DTSTART; set the attribute start instead');
  const duration = /(?:^|[;\n])\s*(DTEND|DURATION)/i.exec(rule)?.[1];
  if (duration !== undefined) return refuse(`the rule of custom_schedule contains ${duration}, which is not supported`);
  if (start !== undefined && start !== '' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(start))
    return refuse(`the start of custom_schedule is ${start}; it must be a local time such as 2026-11-01T09:00:00`);
  if (timezone !== undefined && timezone !== '' && !isTimeZone(timezone))
    return refuse(`the timezone of custom_schedule is ${timezone}, which is not a time zone such as Europe/Amsterdam`);
  const frequency = /(?:^|;)FREQ=([A-Z]+)/i.exec(rule)?.[1]?.toUpperCase();
  if (frequency === undefined) return refuse(`the rule of custom_schedule has no FREQ: ${rule || '(empty)'}`);
  if (shortest.includes(frequency))
    return refuse(`the rule of custom_schedule has FREQ=${frequency}; the interval must be at least a day`);
  if (!frequencies.includes(frequency))
    return refuse(
      `the rule of custom_schedule has FREQ=${frequency}; it must be ${frequencies.join(', ')}${didYouMean(frequency, frequencies)}`,
    );
  const interval = /(?:^|;)INTERVAL=([^;]*)/i.exec(rule)?.[1];
  if (interval === undefined || /^[1-9]\d*$/.test(interval.trim())) return [];
  return refuse(`the rule of custom_schedule has INTERVAL=${interval}; it must be a whole number of at least 1`);
}
