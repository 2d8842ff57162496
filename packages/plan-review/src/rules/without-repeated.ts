import type { Danger } from './rule';

/**
 * Returns the dangers whose cause is not reported yet. The cause is an attribute, or else the whole resource. A reported
 * danger without an attribute covers all dangers of the same kind for the same resource.
 * @param reported dangers that more specific rules report
 */
export function withoutRepeated(reported: readonly Danger[], dangers: readonly Danger[]): readonly Danger[] {
  const byAddress = new Map<string, Danger[]>();
  for (const danger of reported) {
    const those = byAddress.get(danger.address);
    if (those === undefined) byAddress.set(danger.address, [danger]);
    else those.push(danger);
  }
  return dangers.filter((danger) => !(byAddress.get(danger.address) ?? []).some((other) => isSameCause(other, danger)));
}

function isSameCause(reported: Danger, danger: Danger): boolean {
  if (danger.attribute === undefined) return reported.attribute === undefined;
  if (reported.attribute === undefined) return reported.kind === danger.kind;
  const { attribute } = danger;
  return [reported.attribute, ...(reported.covers ?? [])].some(
    (other) => isInside(other, attribute) || isInside(attribute, other),
  );
}

const isInside = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}.`);
