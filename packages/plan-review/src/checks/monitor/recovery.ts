import { catalogue, lint, MonitorShapeError, QueryError, readTerraformMonitor } from '@himeshima/datadog-monitors';
import { gathered } from '../../gathered';
import type { Check } from '../check';
import { but } from '../example';
import { lacks, type Resource } from '../resource';
import { soundMonitor } from './sound';

export const monitorRecovery: Check = {
  id: 'monitor-recovery',
  severity: 'minor',
  about: ['datadog_monitor'],
  reason: 'it may flap around the threshold',
  fix: 'set monitor_thresholds.critical_recovery clearly below (or above) the threshold',
  source: 'Serverless Lens OPS 1; IoT Lens IOTOPS07-BP01',
  finds: (monitor) => lacks(monitor, 'monitor_thresholds.critical_recovery') && recoversWhereItAlerts(monitor),
  examples: {
    good: [
      soundMonitor,
      // of what is counted in whole numbers nothing lies between
      but(soundMonitor, 'datadog_monitor.slow', {
        query: 'sum(last_5m):sum:aws.lambda.errors{*}.as_count() >= 1',
        monitor_thresholds: { critical: '1' },
      }),
    ],
    bad: [but(soundMonitor, 'datadog_monitor.slow', { monitor_thresholds: { critical: '3000' } })],
  },
};

/** A monitor that cannot be read yet is not judged. */
const recoversWhereItAlerts = gathered(({ values }: Resource): boolean => {
  try {
    return lint(readTerraformMonitor(withoutNothing(values)), catalogue).some(
      ({ id }) => id === 'no-recovery-threshold',
    );
  } catch (error) {
    if (error instanceof MonitorShapeError || error instanceof QueryError) return false;
    throw error;
  }
});

const withoutNothing = (values: Resource['values']) =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== null && name !== 'tags_all'));
