import type { PolicyStatement } from '@himeshima/aws-policy';

/** Returns the principals of a statement. Treats `NotPrincipal` as everyone. */
export function principalsOf({ Principal, NotPrincipal }: PolicyStatement): readonly string[] {
  if (NotPrincipal !== undefined) return ['*'];
  if (Principal === undefined) return [];
  return Principal === '*' ? ['*'] : Object.values(Principal).flatMap((names) => names ?? []);
}
