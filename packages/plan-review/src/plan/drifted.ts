import { isObject, type ValueObject } from '@himeshima/terraform-json';
import { differencesOf } from '../difference/difference';
import { constantAt, type Expressions, expressionsOf, hasDefaultTags } from './configuration';
import { declaredPart } from './declared-part';
import type { Change, Drifted } from './plan';
import type { PlanFile } from './schema';
import { valueAt } from './value-at';

/**
 * Returns the drift of a plan. Terraform reports every value that is not as it was after the last apply; most of them a provider
 * computes, or another resource of the same configuration sets (the inline policies of a role). Drift is what the plan changes back;
 * in a plan that changes nothing (`-refresh-only`) it is what the configuration declares.
 * @param changes of the plan, without secrets
 * @param reported `resource_drift` of the plan, without secrets
 */
export function driftedIn(
  { configuration }: PlanFile,
  { changes, reported }: { changes: readonly Change[]; reported: readonly Change[] },
): readonly Drifted[] {
  const planned = new Map(changes.map((change) => [change.address, change]));
  return reported.flatMap((change): Drifted[] => {
    const { address, type } = change;
    if (change.action === 'delete') return [{ address, type, isDeleted: true, attributes: [] }];
    const attributes = attributesThatDiffer(change, planned.get(address), configuration);
    return attributes.length === 0 ? [] : [{ address, type, isDeleted: false, attributes }];
  });
}

function attributesThatDiffer(change: Change, planned: Change | undefined, configuration: unknown): readonly string[] {
  const expressions = declaredBy(change, configuration);
  const drift = changedPaths(change, expressions);
  switch (planned?.action) {
    case 'update': {
      // an update changes to a known value only what is declared, or what has a default
      const { known } = differencesOf(planned);
      const later = expressions === undefined ? [] : differencesOf(declaredOf(planned, expressions)).afterApply;
      return namesOf(changedPaths(change, undefined), [...known.map(({ path }) => path), ...later]);
    }
    case 'replace': {
      if (expressions === undefined) return [];
      const { known, afterApply } = differencesOf(declaredOf(planned, expressions));
      return namesOf(drift, [...known.map(({ path }) => path), ...afterApply]);
    }
    case undefined:
      return namesOf(drift.filter((path) => !isConstant(expressions, path, change.after)));
    default:
      // it stays as it is, or is no longer declared
      return [];
  }
}

type Path = readonly string[];

/** Names of the attributes, of those paths that the plan changes back. `tags_all` repeats all tags, with those of the provider. */
function namesOf(paths: readonly Path[], changedBack: readonly Path[] = paths): readonly string[] {
  const isChangedBack = (path: Path) =>
    changedBack.some((other) => path.every((step, at) => (other[at] ?? step) === step));
  const names = paths.filter(isChangedBack).map(([name = '']) => (name === 'tags_all' ? 'tags' : name));
  return [...new Set(names)].sort();
}

/** How the configuration declares a resource; undefined for a plan without a configuration, which does not tell. */
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

const changedPaths = (change: Change, expressions: Expressions | undefined): readonly Path[] =>
  differencesOf(expressions === undefined ? change : declaredOf(change, expressions))
    .known.filter(({ before, after }) => !(isZero(before) && isZero(after)))
    .map(({ path }) => path);

/** Whether the value outside equals what the configuration says: the state is old, and nothing drifted. */
function isConstant(expressions: Expressions | undefined, path: Path, after: ValueObject): boolean {
  const constant = constantAt(expressions, path);
  const value = valueAt(after, path);
  return constant !== undefined && value !== undefined && JSON.stringify(constant) === JSON.stringify(value);
}

/** A provider reads the zero value of a type for what is not set. */
const isZero = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (typeof value === 'object' && Object.values(value).every(isZero));
