import {
  catalogue,
  handlesIn,
  lint,
  MonitorShapeError,
  QueryError,
  readTerraformMonitor,
} from '@himeshima/datadog-monitors';
import { isList, type Value } from '@himeshima/terraform-json';
import { memoizeByObject } from '../memoize';
import type { Check } from './check';
import { localAddress, type Resources } from './resource-index';
import {
  blocksAt,
  hasReference,
  is,
  isUnknown,
  lacks,
  originAt,
  type Resource,
  templateAt,
  textAt,
} from './resource-values';

export const monitorChecks: readonly Check[] = [
  {
    id: 'monitor-destination',
    severity: 'major',
    about: ['datadog_monitor'],
    reason: 'the monitor alerts without notifying anyone',
    fix: 'add a handle to the message, or a notification rule that matches the tags',
    source: 'Serverless Lens OPS 1; IoT Lens IOTOPS07-BP01',
    finds(monitor, all) {
      const message = templateAt(monitor, 'message') ?? '';
      if (isUnknown(monitor, 'message') || hasReference(message) || handlesIn(message).length > 0) return false;
      const { parts, isUnclear } = partsOfComposites(all);
      return (
        !isUnclear &&
        !isPart(monitor, parts) &&
        !all.ofType('datadog_monitor_notification_rule').some((rule) => fits(rule, monitor))
      );
    },
  },
  {
    id: 'monitor-draft',
    severity: 'major',
    about: ['datadog_monitor'],
    reason: 'a draft is evaluated, but notifies no one',
    fix: 'set draft_status = "published", or remove draft_status',
    source: 'Serverless Lens OPS 1; IoT Lens IOTOPS07-BP01',
    finds: (monitor) => is(monitor, 'draft_status', 'draft'),
  },
  {
    id: 'monitor-missing-data',
    severity: 'minor',
    about: ['datadog_monitor'],
    reason: 'the monitor does not define how to treat missing data',
    fix: 'set on_missing_data or notify_no_data',
    source: 'Serverless Lens OPS 1; IoT Lens IOTREL11-BP03',
    finds: (monitor) =>
      is(monitor, 'type', 'metric alert', 'query alert') &&
      lacks(monitor, 'on_missing_data') &&
      lacks(monitor, 'notify_no_data'),
  },
  {
    id: 'monitor-priority',
    severity: 'minor',
    about: ['datadog_monitor'],
    reason: 'on-call staff cannot tell which alert is more urgent',
    fix: 'set a priority from 1 to 5',
    source: 'Serverless Lens OPS 1; IoT Lens IOTOPS07-BP01',
    finds: (monitor) => lacks(monitor, 'priority'),
  },
  {
    id: 'monitor-recovery',
    severity: 'minor',
    about: ['datadog_monitor'],
    reason: 'the monitor may flap around the threshold',
    fix: 'set monitor_thresholds.critical_recovery clearly below (or above) the threshold',
    source: 'Serverless Lens OPS 1; IoT Lens IOTOPS07-BP01',
    finds: (monitor) => lacks(monitor, 'monitor_thresholds.critical_recovery') && recoversWhereItAlerts(monitor),
  },
  {
    id: 'monitor-tags',
    severity: 'minor',
    about: ['datadog_monitor'],
    reason: 'without tags, no notification rule, downtime or search matches the monitor',
    fix: 'add tags for the team, the service and the environment',
    source: 'Serverless Lens OPS 1; IoT Lens IOTOPS06-BP01',
    finds: (monitor) => lacks(monitor, 'tags'),
  },
];

/**
 * Returns the addresses or ids of the members of composite monitors. A composite monitor notifies on behalf of its members.
 * Members in other modules are unknown.
 */
const partsOfComposites = memoizeByObject((all: Resources) => {
  const queries = all
    .ofType('datadog_monitor')
    .filter((monitor) => is(monitor, 'type', 'composite'))
    .map((monitor) => originAt(monitor, 'query') ?? '');
  return {
    parts: new Set(queries.flatMap((query) => query.match(/datadog_monitor\.\w+|\d+/g) ?? [])),
    isUnclear: queries.some((query) => query === '' || /\b(?:module|var|local|each)\./.test(query)),
  };
});

const isPart = (monitor: Resource, parts: ReadonlySet<string>) =>
  parts.has(localAddress(monitor)) || parts.has(textAt(monitor, 'id') ?? '');

function fits(rule: Resource, monitor: Resource): boolean {
  const [filter] = blocksAt(rule, 'filter');
  const wanted = listOf(filter?.values['tags']);
  const tags = listOf(monitor.values['tags']);
  return wanted.length > 0 && (isUnknown(monitor, 'tags') || wanted.every((tag) => tags.includes(tag)));
}

const listOf = (value: Value | undefined) => (value !== undefined && isList(value) ? value : []);

/** Returns whether a monitor recovers at the alert threshold. Returns false if the threshold is known only after apply. */
const recoversWhereItAlerts = memoizeByObject(({ values }: Resource): boolean => {
  try {
    return lint(readTerraformMonitor(withoutNulls(values)), catalogue).some(({ id }) => id === 'no-recovery-threshold');
  } catch (error) {
    if (error instanceof MonitorShapeError || error instanceof QueryError) return false;
    throw error;
  }
});

const withoutNulls = (values: Resource['values']) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
