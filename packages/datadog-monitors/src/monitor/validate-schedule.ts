import type { MonitorQuery } from '../query/monitor-query';
import type { MonitorDefinition, ScheduleRecurrence } from './definition';
import type { Problem } from './problem';

const attribute = 'scheduling_options';
const shortest = ['SECONDLY', 'MINUTELY', 'HOURLY'];

/**
 * Returns the problems with a custom schedule. It must have one recurrence with an interval of at least a day, and only metric,
 * log and event monitors support it. Source: docs.datadoghq.com/monitors/guide/custom_schedules
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

function ruleProblems({ rule }: ScheduleRecurrence): Problem[] {
  const refuse = (message: string): Problem[] => [{ message, attribute }];
  if (/(?:^|[;\n])\s*DTSTART/i.test(rule))
    return refuse('the rule of custom_schedule contains DTSTART; set the attribute start instead');
  const frequency = /(?:^|;)FREQ=([A-Z]+)/i.exec(rule)?.[1]?.toUpperCase();
  if (frequency === undefined) return refuse(`the rule of custom_schedule has no FREQ: ${rule || '(empty)'}`);
  if (!shortest.includes(frequency)) return [];
  return refuse(`the rule of custom_schedule has FREQ=${frequency}; the interval must be at least a day`);
}
