import type { Check, Severity } from './check';
import { checks } from './checks';
import { resourcesOf } from './resource-index';
import type { Resource } from './resource-values';

/** Violation found by a check. Contains the address of the resource, but no attribute values, which may be secret. */
export interface Finding {
  /** Id of the check. */
  readonly check: string;
  readonly address: string;
  /** Location within the resource. Undefined if the check reports no location. */
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

/** Runs all checks on the resources of a stack or plan. */
export function findingsIn(all: readonly Resource[]): readonly Finding[] {
  const index = resourcesOf(all);
  return all.flatMap((resource) =>
    (byType.get(resource.type) ?? []).flatMap((check) => {
      const found = check.finds(resource, index);
      return found === false ? [] : [findingOf(check, resource, found)];
    }),
  );
}

const findingOf = (
  { id, severity, reason, fix, source }: Check,
  { address }: Resource,
  found: true | string,
): Finding => ({ check: id, address, where: found === true ? undefined : found, severity, reason, fix, source });
