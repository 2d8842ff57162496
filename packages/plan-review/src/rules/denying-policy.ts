import { isList, isObject } from '@himeshima/terraform-json';
import { documentIn } from '../plan/json-documents';
import type { Change } from '../plan/plan';

/** Returns whether an IAM policy only denies requests before a change, so that its deletion removes no rights. */
export function onlyDenies({ type, before }: Change): boolean {
  const policy = /^aws_iam_.*policy$/.test(type) ? documentIn(before['policy'] ?? null) : undefined;
  const given = policy !== undefined && isObject(policy) ? (policy['Statement'] ?? []) : [];
  const statements = isList(given) ? given : [given];
  return statements.length > 0 && statements.every((one) => isObject(one) && one['Effect'] === 'Deny');
}
