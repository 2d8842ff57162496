import {
  type MonitorDefinition,
  MonitorShapeError,
  parseMonitorQuery,
  QueryError,
  readTerraformMonitor,
} from '../../lib/datadog';
import { changesOf } from '../plan/changes-of';
import type { Change, Plan } from '../plan/plan';
import { renamedIn } from '../renames';

/** A monitor that a plan changes; a side is undefined where there is no monitor, or one that cannot be read. */
export interface ChangedMonitor {
  readonly change: Change;
  /** Its id in Terraform: `states_executions_failed`. */
  readonly id: string;
  readonly before: MonitorDefinition | undefined;
  readonly after: MonitorDefinition | undefined;
}

export function monitorsIn(plan: Plan): readonly ChangedMonitor[] {
  return changesOf(plan, 'create', 'update', 'replace', 'delete')
    .filter(({ type }) => type === 'datadog_monitor')
    .map((change) => ({
      change,
      id: idOf(change),
      before: monitorOf(change.before),
      after: change.action === 'delete' ? undefined : monitorOf(change.after),
    }));
}

/** Those that only get another id: deleted and created, but to people one monitor. */
export const renamedMonitorsIn = (plan: Plan): readonly (ChangedMonitor & { readonly from: string })[] =>
  renamedIn(plan)
    .filter(({ come }) => come.type === 'datadog_monitor')
    .map(({ gone, come }) => ({
      from: gone.address,
      change: { ...come, before: gone.before },
      id: idOf(come),
      before: monitorOf(gone.before),
      after: monitorOf(come.after),
    }));

/** What it looks at: its query, without the threshold. */
export function watchedBy({ type, query }: MonitorDefinition): string {
  const parsed = parseMonitorQuery(type, query);
  return 'threshold' in parsed ? parsed.text.slice(0, parsed.threshold.column - 1) : parsed.text;
}

const idOf = ({ address }: Change) => address.replace(/^.*datadog_monitor\./, '');

function monitorOf(attributes: Change['before']): MonitorDefinition | undefined {
  if (Object.keys(attributes).length === 0) return undefined;
  try {
    const definition = readTerraformMonitor(attributes);
    parseMonitorQuery(definition.type, definition.query);
    return definition;
  } catch (error) {
    // it is shown by its attributes
    if (error instanceof MonitorShapeError || error instanceof QueryError) return undefined;
    throw error;
  }
}
