import { damagedKeys } from './new-resources/damaged-keys';
import { keysInState } from './new-resources/keys-in-state';
import { placeholders } from './new-resources/placeholders';
import { publicAddressSpace } from './new-resources/public-address-space';
import { recreatedDifferently } from './new-resources/recreated-differently';

import { unsupportedVersions } from './new-resources/unsupported-versions';
import { weakResources } from './new-resources/weaknesses';
import { withoutReceivers } from './new-resources/without-receivers';
import type { Phrase } from './phrase';
import type { Change, Plan } from './plan/plan';
import { newIn } from './renames';

/** Title of the section with facts about new resources. */
export const creationTitle = 'New resources to check';

/** Facts about the new resources of a plan that a reviewer should check, although they are not dangers. */
const checks: readonly ((created: readonly Change[]) => readonly Phrase[])[] = [
  placeholders,
  damagedKeys,
  unsupportedVersions,
  weakResources,
  withoutReceivers,
  keysInState,
  publicAddressSpace,
];

/**
 * Summarizes the new resources of a plan: other values than those of the resources that were deleted outside Terraform, and facts that
 * a reviewer should check.
 */
export function creationSummary(plan: Plan): readonly Phrase[] {
  const created = newIn(plan);
  return [...recreatedDifferently(plan), ...checks.flatMap((check) => check(created))];
}
