import { equal, isList, isObject, type Value } from '@himeshima/terraform-json';
import { differencesOf } from './difference/difference';
import { groupBy } from './group-by';
import { uniqueNameOf } from './knowledge/unique-names';
import { matchRenames } from './match-renames';
import { memoizeByObject } from './memoize';
import { addressAfterMove, type ModulePaths, movedModules, movesByAddress } from './module-paths';
import { changesOf } from './plan/filter-changes';
import type { Change, Plan } from './plan/plan';
import { isStateful } from './plan/stored-data';
import { compare, comparedOf, hasOtherName, likeness, type Side, sameNameOf } from './similarity';
import { replacedOn } from './stacks/replacing-attributes';

/** Deletion and creation that may be a rename. For Terraform, these are two resources. */
export interface Rename {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  /** Share of equal attributes, from 0 to 1. */
  readonly confidence: number;
  readonly stateful: boolean;
  /** Names of attributes with different values. */
  readonly differs: readonly string[];
  /** Attribute with the unique name of the resource. Undefined if the name differs or need not be unique. */
  readonly sameName: string | undefined;
  /**
   * Old values of attributes that must not change, because Terraform would replace the moved resource. Long values, lists and
   * blocks are undefined.
   */
  readonly keep: readonly { readonly name: string; readonly value: string | undefined }[];
}

/** Deletion and creation of a possible rename. */
export interface PossibleRename {
  readonly gone: Change;
  readonly come: Change;
  readonly confidence: number;
  /** Paths of the moved module that contains the resource. Undefined if only the resource may have moved. */
  readonly modules: ModulePaths | undefined;
}

/** Returns the possible renames of a plan. Resources with data come first. */
export const renamedIn = memoizeByObject((plan: Plan): readonly PossibleRename[] => {
  const deleted = changesOf(plan, 'delete').filter(({ deposed }) => deposed === undefined);
  const gone = deleted.map((change) => ({ ...change, change, values: change.before }));
  const come = changesOf(plan, 'create').map((change) => ({ ...change, change, values: change.after }));
  const similar = matchRenames(gone, come).filter((pair) => !isRemovedInstance(pair.gone.change, pair.come.change));
  const moved = movedTogether(gone, come, movedModules(similar));
  const taken = new Set(moved.flatMap((pair) => [pair.gone, pair.come]));
  const others = similar
    .filter((pair) => !taken.has(pair.gone) && !taken.has(pair.come))
    .map((pair) => ({ ...pair, modules: undefined }));
  return [...moved, ...others]
    .map((pair) => ({ ...pair, gone: pair.gone.change, come: pair.come.change }))
    .sort(
      (a, b) =>
        Number(isStateful(b.gone.type)) - Number(isStateful(a.gone.type)) || compare(a.gone.address, b.gone.address),
    );
});

/** Returns whether `count` or `for_each` no longer includes the deleted instance, so that another resource cannot be its new name. */
const isRemovedInstance = ({ reason = '', name }: Change, created: Change): boolean =>
  /^delete_because_(?:count_index|each_key)$/.test(reason) && created.name !== name;

/**
 * Pairs all resources of moved modules by address, even if many values of the new resources are known only after apply. Ignores modules
 * whose resources all have other physical names, because they belong to something else, such as another tenant.
 */
function movedTogether<Of extends Side>(gone: readonly Of[], come: readonly Of[], moves: readonly ModulePaths[]) {
  const created = new Map(come.map((side) => [side.address, side]));
  const movesOf = movesByAddress(moves);
  const pairs = gone.flatMap((one) => {
    const [pair] = movesOf(one.address).flatMap((modules) => {
      const other = created.get(addressAfterMove(one.address, modules) ?? '');
      return other === undefined ? [] : [{ gone: one, come: other, modules }];
    });
    return pair === undefined ? [] : [{ ...pair, confidence: likeness(comparedOf(pair.gone), comparedOf(pair.come)) }];
  });
  return [...groupBy(pairs, ({ modules }) => JSON.stringify(modules)).values()].flatMap((those) => {
    const keepsName = those.some(
      ({ gone: { type, values }, come: other }) => sameNameOf(type, values, other.values) !== undefined,
    );
    const isOther = those.some(({ gone: { type, values }, come: other }) => hasOtherName(type, values, other.values));
    return keepsName || !isOther ? those : [];
  });
}

/** Returns the possible rename of a deleted resource. Undefined if no resource matches. */
export const renameOf = (plan: Plan, deleted: Change): PossibleRename | undefined => byDeleted(plan).get(deleted);

const byDeleted = memoizeByObject((plan: Plan) => new Map(renamedIn(plan).map((pair) => [pair.gone, pair])));

/** Returns the attribute with the physical name if a possible rename keeps the name. Otherwise undefined. */
export const keptName = ({ gone, come }: Pick<PossibleRename, 'gone' | 'come'>): string | undefined =>
  sameNameOf(gone.type, gone.before, come.after);

/** Returns the attribute that prevents the new resource from being created first, because its name is unique and does not change. */
export function collidesBy(pair: Pick<PossibleRename, 'gone' | 'come'>): string | undefined {
  const name = keptName(pair);
  const { type } = pair.gone;
  return name === uniqueNameOf(type)?.attribute || type.startsWith('azurerm_') ? name : undefined;
}

/**
 * Returns the possible renames in which both sides are the same resource at two Terraform addresses: their module has moved, their names
 * are equal, or only values derived from the address differ. Rules compare the values of these resources, but not the values
 * of resources that are only similar.
 */
export const recreatedIn = memoizeByObject((plan: Plan): readonly PossibleRename[] =>
  renamedIn(plan).filter(
    (pair) =>
      pair.confidence === 1 ||
      keptName(pair) !== undefined ||
      (pair.modules !== undefined && !hasOtherName(pair.gone.type, pair.gone.before, pair.come.after)),
  ),
);

/** Returns the created resource that recreates a deleted resource at a different address. Undefined if no resource matches. */
export const recreatedAs = (plan: Plan, deleted: Change): Change | undefined => createdFor(plan).get(deleted);

const createdFor = memoizeByObject((plan: Plan) => new Map(recreatedIn(plan).map(({ gone, come }) => [gone, come])));

/**
 * Returns the resources that are updated, replaced, or recreated at a different address, and their values before and after.
 */
export const changedIn = memoizeByObject((plan: Plan): readonly Change[] => [
  ...changesOf(plan, 'update', 'replace'),
  ...recreatedIn(plan).map(({ gone, come }) => ({ ...come, before: gone.before })),
]);

/** Returns the addresses of the resources that are recreated at a different address with the same known values. */
export const unchangedIn = memoizeByObject(
  (plan: Plan): ReadonlySet<string> =>
    new Set(
      recreatedIn(plan).flatMap(({ gone, come }) => {
        const sides = { before: declared(gone.before, come), after: declared(come.after, come) };
        return differencesOf({ ...come, action: 'update', ...sides }).known.length === 0 ? [come.address] : [];
      }),
    ),
);

/** Returns the created resources, except those that recreate a deleted resource at a different address. */
export const newIn = memoizeByObject((plan: Plan): readonly Change[] => {
  const again = new Set(recreatedIn(plan).map(({ come }) => come));
  return changesOf(plan, 'create').filter((change) => !again.has(change));
});

/** Moved module with one `moved` block. */
interface MovedPairs extends ModulePaths {
  readonly pairs: readonly PossibleRename[];
}

/** Returns the possible renames to show to a reviewer, one by one. A `moved` block of their module covers the other possible renames. */
export const renamesIn = (plan: Plan, moves: readonly MovedPairs[]): readonly Rename[] => {
  const ofMovedModules = new Set(moves.flatMap(({ pairs }) => pairs.map(({ gone }) => gone)));
  const movesOf = movesByAddress(moves);
  return renamedIn(plan)
    .filter(({ gone }) => !ofMovedModules.has(gone))
    .map(({ gone, come, confidence }) => ({
      type: gone.type,
      // the block of a module applies before the block of a resource inside it
      from: movesOf(gone.address).map((move) => addressAfterMove(gone.address, move))[0] ?? gone.address,
      to: come.address,
      confidence,
      stateful: isStateful(gone.type),
      differs: [
        ...new Set(
          differencesOf({
            ...come,
            action: 'replace',
            before: declared(gone.before, come),
            after: declared(come.after, come),
          }).known.map(nameOf),
        ),
      ],
      sameName: collidesBy({ gone, come }),
      keep: replacedOn(gone.type, changedNames(gone, come)).map((name) => ({
        name,
        value: shortText(gone.before[name]),
      })),
    }));
};

const nameOf = ({ path: [name = ''] }: { readonly path: readonly string[] }) => name;

/** Removes `tags_all`, and attributes that exist only in the state, such as `id` and `arn`. */
const declared = (side: Change['before'], { after }: Change): Change['before'] =>
  Object.fromEntries(Object.entries(side).filter(([name]) => Object.hasOwn(after, name) && name !== 'tags_all'));

const changedNames = ({ before }: Change, { after }: Change): readonly string[] =>
  Object.keys(after).filter((name) => Object.hasOwn(before, name) && !equal(before[name] ?? null, after[name] ?? null));

const longest = 80;

function shortText(value: Value | undefined): string | undefined {
  if (value === undefined || value === null || isList(value) || isObject(value)) return undefined;
  const text = JSON.stringify(value);
  return text.length <= longest ? text : undefined;
}
