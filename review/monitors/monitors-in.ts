import {
  type MonitorDefinition,
  MonitorShapeError,
  parseMonitorQuery,
  QueryError,
  readTerraformMonitor,
} from '../../lib/datadog';
import { changesOf } from '../plan/changes-of';
import type { Change, Plan } from '../plan/plan';

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
      id: change.address.replace(/^.*datadog_monitor\./, ''),
      before: monitorOf(change.before),
      after: change.action === 'delete' ? undefined : monitorOf(change.after),
    }));
}

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
