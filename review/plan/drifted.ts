import { differencesOf } from '../difference/difference';
import { expressionsOf, hasDefaultTags } from './configuration';
import { declaredPart } from './declared-part';
import type { Change, Drifted } from './plan';
import type { PlanFile } from './schema';

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
  switch (planned?.action) {
    case 'update':
    case 'replace': {
      const { known, afterApply } = differencesOf(planned);
      const changedBack = new Set([...known.map(({ path: [name] }) => name), ...afterApply.map(([name]) => name)]);
      return changedNames(change).filter((name) => changedBack.has(name));
    }
    case undefined:
      return changedNames(declaredIn(change, configuration));
    default:
      // it stays as it is, or is no longer declared
      return [];
  }
}

/** Both sides, as far as the configuration declares them. A plan without a configuration does not tell. */
function declaredIn(change: Change, configuration: unknown): Change {
  if (configuration === undefined || configuration === null) return change;
  const own = expressionsOf(configuration, change.address) ?? {};
  const expressions = hasDefaultTags(configuration, change.type) ? { ...own, tags_all: {} } : own;
  return {
    ...change,
    before: declaredPart(change.before, expressions),
    after: declaredPart(change.after, expressions),
  };
}

function changedNames(change: Change): readonly string[] {
  const names = differencesOf(change)
    .known.filter(({ before, after }) => !(isZero(before) && isZero(after)))
    // `tags_all` repeats all tags, with those of the provider
    .map(({ path: [name = ''] }) => (name === 'tags_all' ? 'tags' : name));
  return [...new Set(names)].sort();
}

/** A provider reads the zero value of a type for what is not set. */
const isZero = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (typeof value === 'object' && Object.values(value).every(isZero));
