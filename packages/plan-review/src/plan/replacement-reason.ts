import { differencesOf } from '../difference/difference';
import { groupBy } from '../group-by';
import { isTags } from '../knowledge/tags';
import { uniqueNameOf } from '../knowledge/unique-names';
import { joined, type Phrase, words } from '../phrase';
import { hasFailed } from './failed-creation';
import type { Change } from './plan';
import { isUnknownAt } from './value-at';

/**
 * Formats the reason for a replacement: ` because name changes`, ` because aws_vpc.main is replaced`, or Terraform's reason. If the plan
 * contains no reason, as in old versions of Terraform, another name or each of a few changed attributes is a probable reason. Otherwise, returns
 * an empty phrase.
 */
export function replacementReason(change: Change): Phrase {
  const { replacedBecause, replacedWith, reason } = change;
  if (replacedWith.length > 0) {
    const named = joined(replacedWith.slice(0, namedAtMost).map((address): Phrase => [{ code: address }]));
    return [' because ', ...named, replacedWith.length > 1 ? ' are replaced' : ' is replaced'];
  }
  const attributes = attributesIn(replacedBecause);
  const requested =
    reason === 'replace_because_tainted' && hasFailed(change)
      ? ` because its creation failed${isUnchanged(change) ? ', although nothing in it changes' : ''}`
      : requests.get(reason ?? '');
  const named = joined(attributes.map((name): Phrase => [{ code: name }]));
  if (requested !== undefined)
    return attributes.length === 0
      ? words(requested)
      : [requested, ', and ', ...named, attributes.length > 1 ? ' change' : ' changes'];
  if (attributes.length > 0) {
    const are = attributes.length > 1 ? 'are' : 'is';
    if (attributes.every((name) => isOnlyRewritten(change, name.split('.')[0] ?? '')))
      return [' because the formatting of ', ...named, ' changes'];
    return replacedBecause.every((path) => isUnknownAt(change, path))
      ? [' because ', ...named, ` ${are} known only after apply`]
      : [' because ', ...named, attributes.length > 1 ? ' change' : ' changes'];
  }
  return probableReason(change);
}

const isUnchanged = (change: Change): boolean => {
  const { known, rewritten } = differencesOf(change);
  return known.length + rewritten.length === 0;
};

/** Names the attributes at the given paths. Names the value inside a block if it is the only one: `root_block_device.encrypted`. */
function attributesIn(paths: Change['replacedBecause']): readonly string[] {
  const byAttribute = groupBy(paths, ([attribute = '']) => attribute);
  return [...byAttribute].map(([attribute, [path = [], ...others]]) =>
    others.length > 0 ? attribute : path.filter((step) => !/^\d+$/.test(step)).join('.'),
  );
}

/** Reasons that apply even if no attribute changes. Source: hashicorp/terraform, internal/command/jsonplan/plan.go */
const requests: ReadonlyMap<string, string> = new Map([
  ['replace_because_tainted', ' because the resource is tainted'],
  ['replace_by_request', ' because the replacement was requested (-replace)'],
  ['replace_by_triggers', ' because of replace_triggered_by'],
]);

/** Returns whether an attribute changes only in its formatting, such as the order of the keys in a JSON document. */
function isOnlyRewritten(change: Change, name: string): boolean {
  const { known, afterApply, rewritten } = differencesOf(change);
  const isIn = (paths: readonly (readonly string[])[]) => paths.some(([first]) => first === name);
  // the order of a list may matter
  const [formatted, reordered] = [false, true].map((isOrder) =>
    rewritten.filter(({ as }) => (as === 'another order') === isOrder).map(({ path }) => path),
  );
  return isIn(formatted ?? []) && !isIn([...(reordered ?? []), ...known.map(({ path }) => path), ...afterApply]);
}

/** Returns the reason for a change of one resource as the reason for the same change of several. */
export const inPlural = (reason: Phrase): Phrase =>
  reason.map((part) =>
    typeof part === 'string' ? plurals.reduce((text, [one, several]) => text.replace(one, several), part) : part,
  );

const plurals = [
  ['it is no longer', 'they are no longer'],
  ['its creation', 'their creation'],
  ['its index', 'their indexes'],
  ['its key', 'their keys'],
  ['nothing in it', 'nothing in them'],
  ['the etag of this object is not its MD5 hash', 'the etags of these objects are not their MD5 hashes'],
  ['the resource is', 'the resources are'],
] as const;

/** Maximum number of changed attributes to name as probable reasons. */
const causesAtMost = 2;

/** Maximum number of replaced resources to name. */
const namedAtMost = 2;

function probableReason(change: Change): Phrase {
  if (change.action !== 'replace' || change.createsFirst === undefined) return [];
  const changed = [...new Set(differencesOf(change).known.map(({ path: [name = ''] }) => name))];
  const names = changed.filter((name) => !isTags(name));
  const { attribute } = uniqueNameOf(change.type) ?? {};
  const unique = names.filter((name) => name === attribute);
  const causes = unique.length > 0 ? unique : names.length > causesAtMost ? [] : names;
  const named = causes.map((name): Phrase => [{ code: name }]);
  return named.length === 0 ? [] : [', probably because ', ...joined(named, 'or'), ' changes'];
}

/** Text for a replacement whose reason the plan does not contain. */
export const unknownReason = 'the plan does not say why';

/**
 * Describes the order of a replacement: `destroyed and created again`. Returns undefined for other actions, and for a comparison of
 * commits, in which the order is unknown.
 */
export function replacementOrder({ action, createsFirst }: Change): string | undefined {
  if (action !== 'replace' || createsFirst === undefined) return undefined;
  return createsFirst ? 'created before the old one is destroyed' : 'destroyed and created again';
}
