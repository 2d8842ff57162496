import { isObject, type ValueObject } from '@himeshima/terraform-json';
import { differencesOf } from '../difference/difference';
import { constantAt, type Expressions, expressionsOf, hasDefaultTags } from './configuration';
import { declaredPart } from './declared-part';
import type { Change, Difference, DriftedResource, KeptDrift } from './plan';
import type { PlanFile } from './plan-schema';
import { isUnknownAt, valueAt } from './value-at';

/**
 * Returns the drift in a plan: deleted resources, and changed values that the plan reverts. In a plan without
 * changes (`-refresh-only`), changed declared values count as drift instead. Terraform itself also reports changed values that are
 * computed by providers or set by other resources.
 * @param changes changes in the plan, without secrets
 * @param reported `resource_drift` from the plan, without secrets
 */
export function driftedIn(
  { configuration }: PlanFile,
  { changes, reported }: { changes: readonly Change[]; reported: readonly Change[] },
): readonly DriftedResource[] {
  const planned = new Map(changes.map((change) => [change.address, change]));
  return reported.flatMap((change): DriftedResource[] => {
    const { address, type } = change;
    const next = planned.get(address);
    if (change.action === 'delete') {
      const recreatedWith = next?.action === 'create' ? recreatedDifferences(change, next, configuration) : [];
      return [{ address, type, isDeleted: true, differences: [], recreatedWith }];
    }
    const differences = differencesIn(change, next, configuration);
    return differences.length === 0 ? [] : [{ address, type, isDeleted: false, differences, recreatedWith: [] }];
  });
}

/** Returns the values that were changed outside Terraform, and that the plan keeps, for example because the code does not set them. */
export function keptDriftIn(
  drift: readonly DriftedResource[],
  { changes, reported }: { changes: readonly Change[]; reported: readonly Change[] },
): readonly KeptDrift[] {
  const kept = new Map(
    changes.flatMap((change) => (/^(?:no-op|update)$/.test(change.action) ? [[change.address, change]] : [])),
  );
  const reverted = new Set(
    drift.flatMap(({ address, differences }) => differences.map(({ path }) => keyOf(address, path))),
  );
  return reported.flatMap((change): KeptDrift[] => {
    const planned = kept.get(change.address);
    if (change.action !== 'update' || planned === undefined) return [];
    const all = changedValues(change, undefined);
    const differences = all.filter(
      ({ path }) => !reverted.has(keyOf(change.address, path)) && !isUnknownAt(planned, path),
    );
    const isWhole = differences.length === all.length && all.every(({ before }) => !isZero(before));
    return differences.length === 0 ? [] : [{ change, differences, isWhole }];
  });
}

/** Returns the values of resources that the plan does not list, and that were changed outside Terraform, as in a plan with `-refresh-only`. */
export function unlistedDriftIn({
  changes,
  reported,
}: {
  changes: readonly Change[];
  reported: readonly Change[];
}): readonly KeptDrift[] {
  const listed = new Set(changes.map(({ address }) => address));
  return reported.flatMap((change): KeptDrift[] => {
    const differences =
      listed.has(change.address) || change.action !== 'update' ? [] : changedValues(change, undefined);
    return differences.length === 0
      ? []
      : [{ change, differences, isWhole: differences.every(({ before }) => !isZero(before)) }];
  });
}

const keyOf = (address: string, path: Path): string => JSON.stringify([address, path]);

function recreatedDifferences(deleted: Change, created: Change, configuration: unknown): readonly Difference[] {
  const expressions = declaredBy(created, configuration);
  if (expressions === undefined) return [];
  const { known } = differencesOf(declaredOf({ ...created, action: 'update', before: deleted.before }, expressions));
  return known.filter(({ before, after }) => before !== undefined && after !== undefined);
}

function differencesIn(change: Change, planned: Change | undefined, configuration: unknown): readonly Difference[] {
  const expressions = declaredBy(change, configuration);
  const drift = changedValues(change, expressions);
  switch (planned?.action) {
    case 'update': {
      // known values of an update belong to declared attributes and attributes with defaults
      const { known } = differencesOf(planned);
      const later = expressions === undefined ? [] : differencesOf(declaredOf(planned, expressions)).afterApply;
      return revertedBy([...known.map(({ path }) => path), ...later], changedValues(change, undefined));
    }
    case 'replace': {
      if (expressions === undefined) return [];
      const { known, afterApply } = differencesOf(declaredOf(planned, expressions));
      return revertedBy([...known.map(({ path }) => path), ...afterApply], drift);
    }
    case undefined:
      return drift.filter(({ path }) => !isConstant(expressions, path, change.after));
    default:
      // resources that are unchanged or no longer declared do not count as drifted
      return [];
  }
}

type Path = readonly string[];

/** Returns the differences that the plan reverts. */
const revertedBy = (planned: readonly Path[], differences: readonly Difference[]): readonly Difference[] =>
  differences.filter(({ path }) => planned.some((other) => path.every((step, at) => (other[at] ?? step) === step)));

/** Returns the expressions that declare a resource. Undefined for a plan without a configuration. */
function declaredBy({ address, type }: Change, configuration: unknown): Expressions | undefined {
  if (configuration === undefined || configuration === null) return undefined;
  const own = expressionsOf(configuration, address) ?? {};
  return hasDefaultTags(configuration, type) ? { ...own, tags_all: {} } : own;
}

const declaredOf = (change: Change, expressions: Expressions): Change => ({
  ...change,
  before: declaredPart(change.before, expressions),
  after: declaredPart(change.after, expressions),
  unknown: isObject(change.unknown) ? declaredPart(change.unknown, expressions) : change.unknown,
});

const changedValues = (change: Change, expressions: Expressions | undefined): readonly Difference[] =>
  differencesOf(expressions === undefined ? change : declaredOf(change, expressions)).known.filter(
    ({ before, after }) => !(isZero(before) && isZero(after)),
  );

/** Returns whether the real value equals the configuration. If so, only the state is outdated. */
function isConstant(expressions: Expressions | undefined, path: Path, after: ValueObject): boolean {
  const constant = constantAt(expressions, path);
  const value = valueAt(after, path);
  return constant !== undefined && value !== undefined && JSON.stringify(constant) === JSON.stringify(value);
}

/** Returns whether a value is the zero value of its type. Providers return zero values for unset attributes. */
export const isZero = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (typeof value === 'object' && Object.values(value).every(isZero));
