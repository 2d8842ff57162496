import type { ValueObject } from '@himeshima/terraform-json';
import { gathered } from '../gathered';
import { changesOf } from '../plan/changes-of';
import { idOf } from '../plan/id-of';
import type { Change, Plan } from '../plan/plan';
import { isUnknownAt } from '../plan/value-at';
import { renamedIn } from '../renames';
import { attributesOfMonitorJson } from './monitor-json';
import { type MonitorSide, monitorAttributes, readSide, watchedBy } from './monitor-side';

/** A monitor that a plan changes. A side is undefined if there is no monitor, or if it cannot be read at all. */
export interface ChangedMonitor {
  readonly change: Change;
  /** Its id in Terraform: `states_executions_failed`. */
  readonly id: string;
  readonly before: MonitorSide | undefined;
  readonly after: MonitorSide | undefined;
}

export const monitorsIn = gathered((plan: Plan): readonly ChangedMonitor[] =>
  changesOf(plan, 'create', 'update', 'replace', 'delete').filter(isMonitor).map(changedMonitor),
);

const isMonitor = ({ type }: Change) => type === 'datadog_monitor' || type === 'datadog_monitor_json';

function changedMonitor(given: Change): ChangedMonitor {
  const change = given.type === 'datadog_monitor_json' ? asAttributes(given) : given;
  // a JSON that cannot be read stays an attribute like any other
  if (change === undefined) return { change: given, id: idOf(given), before: undefined, after: undefined };
  const requireFullWindow = change.type === 'datadog_monitor';
  const before = isEmpty(change.before) ? undefined : readSide(change.before, { requireFullWindow }).side;
  const isGone = change.action === 'delete' || isEmpty(change.after);
  return {
    change,
    id: idOf(change),
    before,
    after: isGone ? undefined : readAfter(change, before, requireFullWindow),
  };
}

const isEmpty = (values: ValueObject) => Object.keys(values).length === 0;

/** Reads what is known only after the apply from the configuration, if a plan has its text, or else takes it as it was before. */
function readAfter(change: Change, before: MonitorSide | undefined, requireFullWindow: boolean) {
  const { after, templates } = change;
  const later = laterIn(change);
  const kept = Object.fromEntries(
    later.flatMap((name) => (name in change.before ? [[name, change.before[name] ?? null]] : [])),
  );
  const query = templates['query'];
  // ids of other monitors change; as long as the text around them stays, it watches the same
  const isSame = before !== undefined && query !== undefined && shapeOf(before.definition.query) === shapeOf(query);
  const attributes = { ...after, ...templates, ...kept, ...(isSame ? { query: before.definition.query } : {}) };
  return readSide(attributes, { later, requireFullWindow }).side;
}

const compared = [...monitorAttributes, 'escalation_message', 'notify_by'];

/** Attributes that a monitor declares, and of which a plan has neither the value nor the text. */
const laterIn = ({ unknown, templates, declaredLater }: Change): readonly string[] =>
  compared.filter(
    (name) =>
      isUnknownAt({ unknown }, [name]) &&
      !Object.hasOwn(templates, name) &&
      (declaredLater?.includes(name) ?? name !== 'evaluation_delay'),
  );

/** A query with a mark for each id, also for one in quotes, and for each reference. */
const shapeOf = (query: string) =>
  query.replace(/\$\{[^}]*\}|(?<=")[0-9a-f]{32}(?=")|\b\d{4,}\b/g, '?').replace(/\s+/g, ' ');

/** The API's JSON with the attribute names of `datadog_monitor`; undefined if one of the texts is not a JSON object. */
function asAttributes(change: Change): Change | undefined {
  const [before, after] = [attributesIn(change.before), attributesIn({ ...change.after, ...change.templates })];
  return before === undefined || after === undefined ? undefined : { ...change, before, after };
}

const attributesIn = ({ monitor = null }: ValueObject): ValueObject | undefined =>
  monitor === null ? {} : attributesOfMonitorJson(monitor);

type RenamedMonitor = ChangedMonitor & { readonly from: string };

/** Monitors with another id or resource type: deleted and created for Terraform, but one monitor to people. */
export const renamedMonitorsIn = gathered((plan: Plan): readonly RenamedMonitor[] => {
  const alike = renamedIn(plan)
    .filter(({ come }) => isMonitor(come))
    .map(({ gone, come }) => renamedMonitor(changedMonitor(gone), changedMonitor(come)));
  const paired = new Set(alike.flatMap(({ from, change }) => [from, change.address]));
  const left = monitorsIn(plan).filter(({ change }) => !paired.has(change.address));
  const created = left.filter(({ change }) => change.action === 'create');
  return [
    ...alike,
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

/** Whether two monitors have the same query, apart from the threshold. */
export function watchTheSame(one: MonitorSide | undefined, other: MonitorSide | undefined): boolean {
  const watched = one && watchedBy(one);
  return watched !== undefined && other !== undefined && watched === watchedBy(other);
}
