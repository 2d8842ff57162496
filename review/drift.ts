import type { Plan } from './plan/plan';

/** Resources that drifted in the same way, which often has one cause. */
export interface Drift {
  readonly types: readonly string[];
  readonly isDeleted: boolean;
  /** Names of the attributes that differ from the configuration; empty for resources that are deleted. */
  readonly attributes: readonly string[];
  readonly addresses: readonly string[];
}

/** Groups the drift of a plan by what happened, the largest group first. */
export function driftIn({ drift }: Plan): readonly Drift[] {
  const groups = new Map<string, Drift>();
  for (const { address, type, isDeleted, attributes } of drift) {
    const key = JSON.stringify([isDeleted, attributes]);
    const { types = [], addresses = [] } = groups.get(key) ?? {};
    groups.set(key, {
      types: [...new Set([...types, type])],
      isDeleted,
      attributes,
      addresses: [...addresses, address],
    });
  }
  return [...groups.values()].sort((a, b) => b.addresses.length - a.addresses.length);
}
