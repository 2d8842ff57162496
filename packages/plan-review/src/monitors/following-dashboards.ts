import type { Value } from '@himeshima/terraform-json';
import { differencesOf } from '../difference/difference';
import { memoizeByObject } from '../memoize';
import { changesOf } from '../plan/filter-changes';
import type { Plan } from '../plan/plan';
import { type ChangedMonitor, monitorsIn } from './changed-monitors';
import type { MonitorSide } from './monitor-side';

interface Following {
  readonly address: string;
  /** Addresses of the monitors whose thresholds the dashboard shows. */
  readonly of: readonly string[];
}

/** Returns dashboards in which only markers change, because the threshold of a monitor changes in the same plan. */
export const followingDashboards = memoizeByObject((plan: Plan): readonly Following[] => {
  const monitors = monitorsIn(plan).flatMap((monitor) => thresholdChange(monitor) ?? []);
  if (monitors.length === 0) return [];
  return changesOf(plan, 'update')
    .filter(({ type }) => type === 'datadog_dashboard_json')
    .flatMap((change): Following[] => {
      const { known, afterApply } = differencesOf(change);
      const causes = known.map(({ path, before, after }) =>
        path.includes('markers')
          ? monitors.filter(({ replaceThreshold }) => replaceThreshold(before) === textOf(after))
          : [],
      );
      if (known.length === 0 || afterApply.length > 0 || causes.some((cause) => cause.length === 0)) return [];
      return [{ address: change.address, of: [...new Set(causes.flat().map(({ address }) => address))] }];
    });
});

/**
 * Returns the address of a monitor with a changed threshold, and a function that returns the JSON of a value in which the new threshold
 * replaces the old threshold.
 */
function thresholdChange({ change, before, after }: ChangedMonitor) {
  const [was, is] = [before, after].map((one) => (one === undefined ? undefined : thresholdOf(one)));
  if (was === undefined || is === undefined || was === is) return undefined;
  const place = new RegExp(`(?<![\\d.-])${String(was).replace(/[.+]/g, '\\$&')}(?![\\d]|\\.\\d)`, 'g');
  return {
    address: change.address,
    replaceThreshold: (value: Value | undefined) => textOf(value)?.replace(place, String(is)),
  };
}

const thresholdOf = ({ query }: MonitorSide): number | undefined =>
  'threshold' in query ? query.threshold.value : undefined;

const textOf = (value: Value | undefined) => (value === undefined ? undefined : JSON.stringify(value));
