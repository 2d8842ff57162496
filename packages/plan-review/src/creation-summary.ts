import { commands } from './new-resources/commands';
import { damagedKeys } from './new-resources/damaged-keys';
import { filesWithSecrets } from './new-resources/files-with-secrets';
import { inDefaults } from './new-resources/in-defaults';
import { internetRoutes } from './new-resources/internet-routes';
import { lostVolumes } from './new-resources/lost-volumes';
import { overwriting } from './new-resources/overwriting';
import { placeholders } from './new-resources/placeholders';
import { plainHttp } from './new-resources/plain-http';
import { publicAddressSpace } from './new-resources/public-address-space';
import { publicEndpoints } from './new-resources/public-endpoints';
import { publicInterfaces } from './new-resources/public-interfaces';
import { readableSecrets } from './new-resources/readable-secrets';
import { recreatedDifferently } from './new-resources/recreated-differently';
import { rejectedAcls } from './new-resources/rejected-acls';
import { rolesWithoutPolicies } from './new-resources/roles-without-policies';
import { secretsWithoutValue } from './new-resources/secrets-without-value';
import { undeployed } from './new-resources/undeployed';
import { unfilteredSubnets } from './new-resources/unfiltered-subnets';
import { unsupportedVersions } from './new-resources/unsupported-versions';
import { unused } from './new-resources/unused';
import { publicWeaknesses, weakResources } from './new-resources/weaknesses';
import { withoutReceivers } from './new-resources/without-receivers';
import type { Phrase } from './phrase';
import type { Change, Plan } from './plan/plan';
import { newIn } from './renames';
import type { Danger } from './rules/rule';

/** Title of the section with facts about new resources. */
export const creationTitle = 'To check';

/** Facts about the new resources of a plan that a reviewer should check, although they are not dangers. The most important come first. */
const checks: readonly ((created: readonly Change[], plan: Plan, dangers: readonly Danger[]) => readonly Phrase[])[] = [
  damagedKeys,
  placeholders,
  overwriting,
  rejectedAcls,
  filesWithSecrets,
  readableSecrets,
  weakResources,
  publicEndpoints,
  plainHttp,
  inDefaults,
  unfilteredSubnets,
  internetRoutes,
  publicInterfaces,
  unused,
  rolesWithoutPolicies,
  secretsWithoutValue,
  unsupportedVersions,
  withoutReceivers,
  publicAddressSpace,
];

/**
 * Summarizes what a reviewer should check: new resources with other values than those of the resources that were deleted outside
 * Terraform, changes that are not live, commands that the apply runs, volumes that lose their content, and facts about new resources.
 * @param dangers dangers that the review reports, which are not repeated
 */
export function creationSummary(plan: Plan, dangers: readonly Danger[] = []): readonly Phrase[] {
  const created = newIn(plan);
  return [
    ...recreatedDifferently(plan),
    ...undeployed(plan),
    ...commands(plan),
    ...lostVolumes(plan),
    ...checks.flatMap((check) => check(created, plan, dangers)),
  ];
}

/** Counts the facts because of which a plan is not harmless, although they are no dangers: commands, and new resources that outsiders may reach. */
export function openQuestions(plan: Plan, dangers: readonly Danger[]): number {
  const created = newIn(plan);
  return commands(plan).length + publicWeaknesses(created, dangers) + publicEndpoints(created, plan, dangers).length;
}
