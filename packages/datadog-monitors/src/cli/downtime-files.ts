import type { DowntimeSchedule, MonitorDefinition } from '../index';
import { selectsMonitor } from '../index';
import { readDocuments } from './read-documents';
import { routingRulesIn } from './routing-sources';

/**
 * Reads a monitor's downtimes from files.
 * @throws Error if a file cannot be read, or contains no downtimes, or a downtime that cannot be evaluated
 */
export async function downtimesIn(
  files: readonly string[],
  monitor: { readonly id: string; readonly definition: MonitorDefinition },
): Promise<readonly DowntimeSchedule[]> {
  const read = await readDocuments(files);
  const all = read.flatMap((one) => {
    const [broken] = one.files.flatMap(({ file, problems: [problem] }) => (problem ? [`${file} ${problem}`] : []));
    if (broken !== undefined) throw new Error(broken);
    const { downtimes, problems } = routingRulesIn([one]);
    const problem = problems.find((text) => text.startsWith('downtime '));
    if (problem !== undefined) throw new Error(`${one.path}: ${problem.replace(' is ignored:', ':')}`);
    if (downtimes.length === 0)
      throw new Error(
        `${one.path} contains no downtimes; expected Terraform with datadog_downtime_schedule, or a response to GET /api/v2/downtime`,
      );
    return downtimes;
  });
  return all.filter((one) => selectsMonitor(one, monitor));
}
