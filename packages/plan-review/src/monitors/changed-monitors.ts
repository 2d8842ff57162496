import type { MonitorOrigin } from '@himeshima/datadog-monitors';
import type { ValueObject } from '@himeshima/terraform-json';
import { memoizeByObject } from '../memoize';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { idOf } from '../plan/resource-id';
import { isUnknownAt } from '../plan/value-at';
import { renamedIn } from '../renames';
import { attributesOfMonitorJson } from './monitor-json';
import { type MonitorSide, monitorAttributes, readSide, watchedBy } from './monitor-side';

/** Monitor that a plan changes. `before` or `after` is undefined if the monitor does not exist at that time, or is unreadable. */
export interface ChangedMonitor {
  readonly change: Change;
  /** Name of the monitor in Terraform: `states_executions_failed`. */
  readonly id: string;
  readonly before: MonitorSide | undefined;
  readonly after: MonitorSide | undefined;
}

/** Returns the monitors that a plan creates, changes or deletes. */
export const monitorsIn = memoizeByObject((plan: Plan): readonly ChangedMonitor[] =>
  changesOf(plan, 'create', 'update', 'replace', 'delete').filter(isMonitor).map(changedMonitor),
);

const isMonitor = ({ type }: Change) => type === 'datadog_monitor' || type === 'datadog_monitor_json';

function changedMonitor(given: Change): ChangedMonitor {
  const change = given.type === 'datadog_monitor_json' ? asAttributes(given) : given;
  // unreadable JSON is shown like any other attribute
  if (change === undefined) return { change: given, id: idOf(given), before: undefined, after: undefined };
  const origin = change.type === 'datadog_monitor' ? 'terraform' : 'api';
  const before = isEmpty(change.before) ? undefined : readSide(change.before, { origin }).side;
  const isGone = change.action === 'delete' || isEmpty(change.after);
  return {
    change,
    id: idOf(change),
    before,
    after: isGone ? undefined : readAfter(change, before, origin),
  };
}

const isEmpty = (values: ValueObject) => Object.keys(values).length === 0;

/** Reads the monitor after the change. Takes values known only after apply from the configuration or the earlier monitor. */
function readAfter(change: Change, before: MonitorSide | undefined, origin: MonitorOrigin) {
  const { after, templates } = change;
  const later = laterIn(change);
  const kept = Object.fromEntries(
    later.flatMap((name) => (name in change.before ? [[name, change.before[name] ?? null]] : [])),
  );
  const query = templates['query'];
  // a query that differs only in the ids of other monitors is equivalent
  const isSame = before !== undefined && query !== undefined && shapeOf(before.definition.query) === shapeOf(query);
  const attributes = { ...after, ...templates, ...kept, ...(isSame ? { query: before.definition.query } : {}) };
  return readSide(attributes, { later, origin }).side;
}

const compared = [...monitorAttributes, 'escalation_message', 'notify_by'];

/** Returns the names of declared attributes that have neither a value nor a template in the plan. */
const laterIn = ({ unknown, templates, declaredLater }: Change): readonly string[] =>
  compared.filter(
    (name) =>
      isUnknownAt({ unknown }, [name]) &&
      !Object.hasOwn(templates, name) &&
      (declaredLater?.includes(name) ?? name !== 'evaluation_delay'),
  );

/** Returns a query with a placeholder for each id and reference. */
const shapeOf = (query: string) =>
  query.replace(/\$\{[^}]*\}|(?<=")[0-9a-f]{32}(?=")|\b\d{4,}\b/g, '?').replace(/\s+/g, ' ');

/** Converts the API's JSON to attributes of `datadog_monitor`. Returns undefined unless both versions are objects. */
function asAttributes(change: Change): Change | undefined {
  const [before, after] = [attributesIn(change.before), attributesIn({ ...change.after, ...change.templates })];
  return before === undefined || after === undefined ? undefined : { ...change, before, after };
}

const attributesIn = ({ monitor = null }: ValueObject): ValueObject | undefined =>
  monitor === null ? {} : attributesOfMonitorJson(monitor);

type RenamedMonitor = ChangedMonitor & { readonly from: string };

/** Returns recreated monitors. A deletion and a creation with another name or type are described as one changed monitor. */
export const renamedMonitorsIn = memoizeByObject((plan: Plan): readonly RenamedMonitor[] => {
  const renamed = renamedIn(plan)
    .filter(({ come }) => isMonitor(come))
    .map(({ gone, come }) => renamedMonitor(changedMonitor(gone), changedMonitor(come)));
  const paired = new Set(renamed.flatMap(({ from, change }) => [from, change.address]));
  const left = monitorsIn(plan).filter(({ change }) => !paired.has(change.address));
  const created = left.filter(({ change }) => change.action === 'create');
  return [
    ...renamed,
    ...left
      .filter(({ change }) => change.action === 'delete')
      .flatMap((deleted) => {
        const next = created.find((one) => watchTheSame(deleted.before, one.after));
        return next === undefined ? [] : [renamedMonitor(deleted, next)];
      }),
  ];
});

const renamedMonitor = (deleted: ChangedMonitor, created: ChangedMonitor): RenamedMonitor => ({
  from: deleted.change.address,
  change: { ...created.change, before: deleted.change.before },
  id: created.id,
  before: deleted.before,
  after: created.after,
});

/** Returns whether the queries of two monitors are equal except for the threshold. */
export function watchTheSame(one: MonitorSide | undefined, other: MonitorSide | undefined): boolean {
  const watched = one && watchedBy(one);
  return watched !== undefined && other !== undefined && watched === watchedBy(other);
}
