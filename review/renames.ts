import { equal, type ValueObject } from '../lib/terraform';
import { changesOf } from './plan/changes-of';
import type { Change, Plan } from './plan/plan';
import { isStateful } from './plan/stateful';

/** A resource that is deleted and created again, only because its address is another one. */
export interface Rename {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  /** Which part of its attributes are the same, 0 to 1. */
  readonly confidence: number;
  readonly stateful: boolean;
}

const least = 0.7;

// what a provider works out, or what follows from others
const notCompared = new Set(['id', 'arn', 'tags_all', 'unique_id', 'create_date', 'etag', 'version', 'invoke_arn']);

/** Pairs of a delete and a create that are one resource, those that hold data first. */
export function renamesIn(plan: Plan): readonly Rename[] {
  const created = changesOf(plan, 'create');
  const pairs = changesOf(plan, 'delete').flatMap((gone) =>
    created
      .filter(({ type }) => type === gone.type)
      .map((come) => ({ gone, come, confidence: likeness(gone.before, come) }))
      .filter(({ confidence }) => confidence >= least),
  );
  const taken = new Set<Change>();
  return pairs
    .sort((a, b) => b.confidence - a.confidence || compare(a.gone.address, b.gone.address))
    .flatMap(({ gone, come, confidence }): Rename[] => {
      if (taken.has(gone) || taken.has(come)) return [];
      taken.add(gone).add(come);
      const { type } = gone;
      return [{ type, from: gone.address, to: come.address, confidence, stateful: isStateful(type) }];
    })
    .sort((a, b) => Number(b.stateful) - Number(a.stateful) || compare(a.from, b.from));
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Of the attributes that both sides know, the part that is the same. */
function likeness(before: ValueObject, { after }: Change): number {
  const names = Object.keys(after).filter(
    (name) => !notCompared.has(name) && !isNothing(after[name]) && Object.hasOwn(before, name),
  );
  if (names.length === 0) return 0;
  const same = names.filter((name) => equal(before[name] ?? null, after[name] ?? null));
  return same.length / names.length;
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
