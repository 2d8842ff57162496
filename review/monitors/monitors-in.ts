import {
  type MonitorDefinition,
  MonitorShapeError,
  parseMonitorQuery,
  QueryError,
  readApiMonitor,
  readTerraformMonitor,
} from '../../lib/datadog';
import { isObject, type ValueObject } from '../../lib/terraform';
import { gathered } from '../gathered';
import { changesOf } from '../plan/changes-of';
import { idOf } from '../plan/id-of';
import { documentIn } from '../plan/nesting';
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

export const monitorsIn = gathered((plan: Plan): readonly ChangedMonitor[] =>
  changesOf(plan, 'create', 'update', 'replace', 'delete').filter(isMonitor).map(changedMonitor),
);

const isMonitor = ({ type }: Change) => type === 'datadog_monitor' || type === 'datadog_monitor_json';

function changedMonitor(change: Change): ChangedMonitor {
  const { type, action, before, after } = change;
  return {
    change: type === 'datadog_monitor_json' ? asAttributes(change) : change,
    id: idOf(change),
    before: monitorOf(type, before),
    after: action === 'delete' ? undefined : monitorOf(type, after),
  };
}

/** What the API takes as one JSON, as `datadog_monitor` has it: a text of which words change tells nobody what it means. */
function asAttributes(change: Change): Change {
  const [before, after] = [attributesIn(change.before), attributesIn(change.after)];
  // one that cannot be read is shown as what it is
  return before === undefined || after === undefined ? change : { ...change, before, after };
}

function attributesIn({ monitor }: ValueObject): ValueObject | undefined {
  if (monitor === undefined || monitor === null) return {};
  const json = documentIn(monitor);
  if (json === undefined || !isObject(json)) return undefined;
  const { options, ...identity } = json;
  const {
    thresholds,
    threshold_windows: windows,
    ...others
  } = options !== undefined && isObject(options) ? options : {};
  return {
    ...identity,
    ...others,
    ...(thresholds !== undefined && { monitor_thresholds: thresholds }),
    ...(windows !== undefined && { monitor_threshold_windows: windows }),
  };
}

type RenamedMonitor = ChangedMonitor & { readonly from: string };

/** Those that only get another id, or another resource type: deleted and created, but to people one monitor. */
export const renamedMonitorsIn = gathered((plan: Plan): readonly RenamedMonitor[] => {
  const alike = renamedIn(plan)
    .filter(({ come }) => isMonitor(come))
    .map(({ gone, come }) => renamedMonitor(changedMonitor(gone), changedMonitor(come)));
  const told = new Set(alike.flatMap(({ from, change }) => [from, change.address]));
  const left = monitorsIn(plan).filter(({ change }) => !told.has(change.address));
  const come = left.filter(({ change }) => change.action === 'create');
  return [
    ...alike,
    ...left
      .filter(({ change }) => change.action === 'delete')
      .flatMap((gone) => {
        const next = come.find(({ after }) => after && gone.before && watchedBy(after) === watchedBy(gone.before));
        return next === undefined ? [] : [renamedMonitor(gone, next)];
      }),
  ];
});

const renamedMonitor = (gone: ChangedMonitor, come: ChangedMonitor): RenamedMonitor => ({
  from: gone.change.address,
  change: { ...come.change, before: gone.change.before },
  id: come.id,
  before: gone.before,
  after: come.after,
});

/** What it looks at: its query, without the threshold. */
export function watchedBy({ type, query }: MonitorDefinition): string {
  const parsed = parseMonitorQuery(type, query);
  return 'threshold' in parsed ? parsed.text.slice(0, parsed.threshold.column - 1) : parsed.text;
}

/** @returns undefined where there is none, or one that cannot be read: it is shown by its attributes */
function monitorOf(type: string, values: ValueObject): MonitorDefinition | undefined {
  if (Object.keys(values).length === 0) return undefined;
  try {
    const definition =
      type === 'datadog_monitor' ? readTerraformMonitor(values) : readApiMonitor(documentIn(values['monitor'] ?? null));
    parseMonitorQuery(definition.type, definition.query);
    return definition;
  } catch (error) {
    if (error instanceof MonitorShapeError || error instanceof QueryError) return undefined;
    throw error;
  }
}
