import type { DowntimeSchedule, MonitorDefinition } from '../index';
import { selectsMonitor } from '../index';
import { routingRulesIn } from './routing-sources';

/**
 * Reads a monitor's downtimes from files.
 * @throws Error if a file contains no downtimes, or a downtime that cannot be evaluated
 */
export function downtimesIn(
  files: readonly string[],
  monitor: { readonly id: string; readonly definition: MonitorDefinition },
): readonly DowntimeSchedule[] {
  const all = files.flatMap((file) => {
    const { downtimes, problems } = routingRulesIn([file]);
    const problem = problems.find((one) => one.startsWith('downtime '));
    if (problem !== undefined) throw new Error(`${file}: ${problem.replace(' is ignored:', ':')}`);
    if (downtimes.length === 0)
      throw new Error(
        `${file} contains no downtimes; expected Terraform JSON with datadog_downtime_schedule, or a response to GET /api/v2/downtime`,
      );
    return downtimes;
  });
  return all.filter((one) => selectsMonitor(one, monitor));
}
