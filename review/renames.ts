import { equal, isList, isObject, type Value } from '../lib/terraform';
import { compare, pairsAlike } from './alike';
import { gathered } from './gathered';
import { changesOf } from './plan/changes-of';
import type { Change, Plan } from './plan/plan';
import { isStateful } from './plan/stateful';
import { replacedOn } from './stacks/replaced-on';

/** A resource that is deleted and created again, only because its address is another one. */
export interface Rename {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  /** Which part of its attributes are the same, 0 to 1. */
  readonly confidence: number;
  readonly stateful: boolean;
  /** What must stay as it was, or a move replaces it all the same; the value is undefined where it is no short text. */
  readonly keep: readonly { readonly name: string; readonly value: string | undefined }[];
}

/** Both sides of a rename. */
interface Renamed {
  readonly gone: Change;
  readonly come: Change;
  readonly confidence: number;
}

/** Pairs of a delete and a create that are one resource, those that hold data first. */
export const renamedIn = gathered((plan: Plan): readonly Renamed[] => {
  const deleted = changesOf(plan, 'delete').filter(({ deposed }) => deposed === undefined);
  const gone = deleted.map((change) => ({ ...change, change, values: change.before }));
  const come = changesOf(plan, 'create').map((change) => ({ ...change, change, values: change.after }));
  return pairsAlike(gone, come)
    .map((pair) => ({ gone: pair.gone.change, come: pair.come.change, confidence: pair.confidence }))
    .sort(
      (a, b) =>
        Number(isStateful(b.gone.type)) - Number(isStateful(a.gone.type)) || compare(a.gone.address, b.gone.address),
    );
});

const comesFor = gathered((plan: Plan) => new Map(renamedIn(plan).map(({ gone, come }) => [gone, come])));

/** What comes in the place of a resource that is deleted, where it is but renamed. */
export const renamedTo = (plan: Plan, deleted: Change): Change | undefined => comesFor(plan).get(deleted);

/** What stays and changes, also under another name: both sides of it. */
export const changedIn = gathered((plan: Plan): readonly Change[] => [
  ...changesOf(plan, 'update', 'replace'),
  ...renamedIn(plan).map(({ gone, come }) => ({ ...come, before: gone.before })),
]);

/** As a reviewer reads them. */
export const renamesIn = (plan: Plan): readonly Rename[] =>
  renamedIn(plan).map(({ gone, come, confidence }) => ({
    type: gone.type,
    from: gone.address,
    to: come.address,
    confidence,
    stateful: isStateful(gone.type),
    keep: replacedOn(gone.type, changedNames(gone, come)).map((name) => ({
      name,
      value: shortText(gone.before[name]),
    })),
  }));

const changedNames = ({ before }: Change, { after }: Change): readonly string[] =>
  Object.keys(after).filter((name) => Object.hasOwn(before, name) && !equal(before[name] ?? null, after[name] ?? null));

const longest = 80;

function shortText(value: Value | undefined): string | undefined {
  if (value === undefined || value === null || isList(value) || isObject(value)) return undefined;
  const text = JSON.stringify(value);
  return text.length <= longest ? text : undefined;
}
