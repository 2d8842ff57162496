import type { ValueObject } from '@himeshima/terraform-json';
import { textsAt, textsIn } from '../plan/value-at';

/** Principals that stand for everyone, or for everyone with an account. Source: IAM guides of Google Cloud, AWS and Kubernetes */
export const everyone =
  /^(?:allUsers|allAuthenticatedUsers|everyone|anonymous|system:unauthenticated|system:anonymous|system:authenticated|http:\/\/acs\.amazonaws\.com\/groups\/global\/\w+|all_users|any_valid_service_token)$/i;

/** Returns whether all principals of a grant stand for everyone. */
export function grantsOnlyToEveryone(grant: ValueObject): boolean {
  const principals = [
    ...textsAt(grant, ['member']),
    ...textsIn(grant['members']),
    ...textsAt(grant, ['subject', 'name']),
  ];
  return principals.length > 0 && principals.every((principal) => everyone.test(principal));
}
