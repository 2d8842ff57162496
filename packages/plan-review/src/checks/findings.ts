import type { Check, Severity } from './check';
import { checks } from './checks';
import type { Resource } from './resource';
import { resourcesOf } from './resources';

/** Something that a check found. Of the resource it knows the address and nothing else. */
export interface Finding {
  /** The id of the check. */
  readonly check: string;
  readonly address: string;
  /** Where inside of the resource, where the check says more than that it is so. */
  readonly where: string | undefined;
  readonly severity: Severity;
  readonly reason: string;
  readonly fix: string;
  readonly source: string;
}

const byType: ReadonlyMap<string, readonly Check[]> = new Map(
  [...new Set(checks.flatMap(({ about }) => about))].map((type) => [
    type,
    checks.filter(({ about }) => about.includes(type)),
  ]),
);

/** What the checks find in all resources of a stack or a plan. */
export function findingsIn(all: readonly Resource[]): readonly Finding[] {
  const looked = resourcesOf(all);
  return all.flatMap((resource) =>
    (byType.get(resource.type) ?? []).flatMap((check) => {
      const found = check.finds(resource, looked);
      return found === false ? [] : [findingOf(check, resource, found)];
    }),
  );
}

const findingOf = (
  { id, severity, reason, fix, source }: Check,
  { address }: Resource,
  found: true | string,
): Finding => ({ check: id, address, where: found === true ? undefined : found, severity, reason, fix, source });
