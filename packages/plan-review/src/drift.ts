import { groupBy } from './group-by';
import { memoizeByObject } from './memoize';
import type { Plan } from './plan/plan';

/** Resources that drifted in the same way, often for the same reason. */
export interface Drift {
  readonly types: readonly string[];
  readonly isDeleted: boolean;
  /** Names of the attributes that differ from the configuration; empty for deleted resources. */
  readonly attributes: readonly string[];
  readonly addresses: readonly string[];
}

/** Groups resources that drifted in the same way, largest group first. */
export const driftIn = memoizeByObject(({ drift }: Plan): readonly Drift[] => {
  const groups = groupBy(drift, ({ isDeleted, attributes }) => JSON.stringify([isDeleted, attributes]));
  return [...groups.values()]
    .flatMap((those): Drift[] => {
      const [first] = those;
      if (first === undefined) return [];
      const { isDeleted, attributes } = first;
      const types = [...new Set(those.map(({ type }) => type))];
      return [{ types, isDeleted, attributes, addresses: those.map(({ address }) => address) }];
    })
    .sort((a, b) => b.addresses.length - a.addresses.length);
});
