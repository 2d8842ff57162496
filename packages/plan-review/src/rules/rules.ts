import { importanceOf } from '../importance';
import { isBlockedById } from '../knowledge/blocking-users';
import { isEmpty } from '../knowledge/condition';
import { isOnlyRenamed } from '../knowledge/renamed-arguments';
import { meanings } from '../knowledge/row';
import { memoizeByObject } from '../memoize';
import { describeRemovedStack } from '../new-part';
import { withoutKeys } from '../plan/configuration';
import { hasFailed } from '../plan/failed-creation';
import { changesOf } from '../plan/filter-changes';
import type { Plan } from '../plan/plan';
import { typeIn } from '../plan/resource-id';
import { typeOfUser } from '../plan/usage';
import { unchangedIn } from '../renames';
import { alarmsLoosened } from './alarms-loosened';
import { apiNarrowed } from './api-narrowed';
import { apiWidened } from './api-widened';
import { backupsReduced } from './backups-reduced';
import { broaderAccess, rightsUnknown } from './broader-access';
import { cannotBeApplied } from './cannot-be-applied';
import { capacityReduced } from './capacity-reduced';
import { connectionLost } from './connection-lost';
import { corsWidened } from './cors-widened';
import { withContext } from './danger-context';
import { dataLoss } from './data-loss';
import { databaseParameters } from './database-parameters';
import { deletedLast } from './deleted-last';
import { denialsRemoved } from './denials-removed';
import { deviceDefender } from './device-defender';
import { devicesCutOff } from './devices-cut-off';
import { downtimeAdded } from './downtime-added';
import { encryptionRemoved } from './encryption-removed';
import { errorHandlingRemoved } from './error-handling-removed';
import { eventsDropped } from './events-dropped';
import { exclusiveAttachments } from './exclusive-attachments';
import { expirationAdded } from './expiration-added';
import { fieldsDropped } from './fields-dropped';
import { filterChanged } from './filter-changed';
import { genericDangers } from './generic/generic-dangers';
import { applyGuards, type PreventedDanger } from './guards';
import { instancesReplaced } from './instances-replaced';
import { invalidImages } from './invalid-images';
import { knownDangers } from './known-dangers';
import { ruleOf } from './meaning-kinds';
import { membersUnknown } from './members-unknown';
import { messagesIgnored } from './messages-ignored';
import { metricsLost } from './metrics-lost';
import { moreMessages } from './more-messages';
import { movedFiles } from './moved-files';
import { olderRevision } from './older-revision';
import { namePorts } from './open-ports';
import { otherPortsOpened } from './other-ports-opened';
import { outage } from './outage';
import { outputRevealed } from './output-revealed';
import { passwordsChanged } from './passwords-changed';
import { permissionsBoundary } from './permissions-boundary';
import { policiesAttached } from './policies-attached';
import { policiesWithoutStatements } from './policies-without-statements';
import { principalsRemoved } from './principals-removed';
import { protectionRemoved } from './protection-removed';
import { provisioningChanged } from './provisioning-changed';
import { publicAccess } from './public-access';
import { rejectedKeys } from './rejected-keys';
import { rejectedValues } from './rejected-values';
import { repeatedNames } from './repeated-names';
import { restarted } from './restarted';
import { retentionShortened } from './retention-shortened';
import { retriesReduced } from './retries-reduced';
import { rightsRevoked } from './rights-revoked';
import { roleChanged } from './role-changed';
import { type Danger, type DangerKind, dangerKinds, type Rule } from './rule';
import { runtimeChanged } from './runtime-changed';
import { scheduleReduced } from './schedule-reduced';
import { secretInCode } from './secret-in-code';
import { rivalGrants, sharedGrants } from './shared-grants';
import { sharedObjects } from './shared-objects';
import { sloLoosened } from './slo-loosened';
import { stateRemoval } from './state-removal';
import { stillUsed } from './still-used';
import { tagsChanged } from './tags-changed';
import { tasksWithoutRole } from './tasks-without-role';
import { thresholdsLoosened } from './thresholds-loosened';
import { timeoutShortened } from './timeout-shortened';
import { unfilledTemplates } from './unfilled-templates';
import { unlistedChanges } from './unlisted-changes';
import { unreadableResources } from './unreadable-resources';
import { versionChanged } from './version-changed';
import { weakerAlerting } from './weaker-alerting';
import { withoutRepeated } from './without-repeated';

/** All rules by id. Acceptances refer to these ids. packages/plan-review/README.md describes how to add a rule. */
const rules: Readonly<Record<string, Rule>> = {
  'cannot-be-applied': cannotBeApplied,
  'repeated-names': repeatedNames,
  'still-used': stillUsed,
  'policies-without-statements': policiesWithoutStatements,
  'rejected-keys': rejectedKeys,
  'rejected-values': (plan) => [...rejectedValues(plan), ...tasksWithoutRole(plan)],
  'unlisted-changes': unlistedChanges,
  'unreadable-resources': unreadableResources,
  'shared-objects': sharedObjects,
  'shared-grants': sharedGrants,
  'rival-grants': rivalGrants,
  'data-loss': dataLoss,
  'public-access': (plan) => [...publicAccess(plan), ...otherPortsOpened(plan)],
  'cors-widened': corsWidened,
  'database-parameters': databaseParameters,
  'secret-in-code': secretInCode,
  'output-revealed': outputRevealed,
  'denials-removed': denialsRemoved,
  'encryption-removed': encryptionRemoved,
  'protection-removed': protectionRemoved,
  'retention-shortened': retentionShortened,
  'expiration-added': expirationAdded,
  'backups-reduced': backupsReduced,
  'retries-reduced': retriesReduced,
  'devices-cut-off': devicesCutOff,
  'provisioning-changed': provisioningChanged,
  outage,
  'moved-files': movedFiles,
  'unfilled-templates': unfilledTemplates,
  'exclusive-attachments': exclusiveAttachments,
  'deleted-last': deletedLast,
  'schedule-reduced': scheduleReduced,
  'api-narrowed': apiNarrowed,
  'capacity-reduced': capacityReduced,
  'timeout-shortened': timeoutShortened,
  // only a backup reverts an upgrade
  'version-changed': versionChanged,
  restarted,
  'instances-replaced': instancesReplaced,
  'invalid-images': invalidImages,
  'runtime-changed': runtimeChanged,
  'older-revision': olderRevision,
  'error-handling-removed': errorHandlingRemoved,
  'messages-ignored': messagesIgnored,
  'fields-dropped': fieldsDropped,
  'filter-changed': filterChanged,
  'broader-access': broaderAccess,
  'policies-attached': policiesAttached,
  'permissions-boundary': permissionsBoundary,
  'api-widened': apiWidened,
  'role-changed': roleChanged,
  'connection-lost': connectionLost,
  'passwords-changed': passwordsChanged,
  'principals-removed': principalsRemoved,
  'rights-revoked': rightsRevoked,
  'rights-unknown': (plan) => [...rightsUnknown(plan), ...membersUnknown(plan)],
  'weaker-alerting': (plan) => [...weakerAlerting(plan), ...eventsDropped(plan)],
  'slo-loosened': sloLoosened,
  'tags-changed': tagsChanged,
  'metrics-lost': metricsLost,
  'device-defender': deviceDefender,
  'alarms-loosened': alarmsLoosened,
  'thresholds-loosened': thresholdsLoosened,
  'downtime-added': downtimeAdded,
  'state-removal': stateRemoval,
  'more-messages': moreMessages,
};

/** Ids of all rules. Dangers from knowledge tables and generic rules have the id of their meaning. */
export const ruleIds: ReadonlySet<string> = new Set([...Object.keys(rules), ...meanings.map(ruleOf)]);

/** Rules for data that is lost later, and not by the apply itself. These dangers follow the dangers that take effect immediately. */
const gradualRules: ReadonlySet<string> = new Set(['retention-shortened', 'expiration-added', 'backups-reduced']);

/** Rules about texts for people. Other dangers of the same kind are more urgent. */
const textRules: ReadonlySet<string> = new Set(['moved-files', 'unfilled-templates']);

/** Returns the dangers in a plan, worst kind first. Marks dangers of deferred changes as deferred. */
export const dangersIn = (plan: Plan): readonly Danger[] => dangersAndPrevented(plan).effective;

/** Returns the dangers that settings of other resources in the plan prevent. */
export const preventedIn = (plan: Plan): readonly PreventedDanger[] => dangersAndPrevented(plan).prevented;

/**
 * Returns the dangers that changes outside Terraform caused, and that the plan keeps. Ignores values that were not set before, because
 * providers read defaults, and what other resources set, only with the next plan.
 */
export function keptDangersIn(plan: Plan): readonly Danger[] {
  const all = [...plan.keptDrift, ...plan.unlistedDrift];
  const kept = new Map(all.map((one) => [one.change.address, one]));
  if (kept.size === 0) return [];
  const isKept = ({ address, attribute }: Danger) => {
    const one = kept.get(address);
    // such as the policy of a topic, which aws_sns_topic_policy sets
    const users = [...(plan.users.get(withoutKeys(address)) ?? [])].map(typeOfUser);
    const isOwn = (name = '') => !users.includes(`${typeIn(address)}_${name}`);
    // a danger without an attribute may have any cause
    if (attribute === undefined)
      return one?.isWhole === true && one.differences.some(({ path: [name] }) => isOwn(name));
    const [name = ''] = attribute.split('.');
    return (
      isOwn(name) &&
      one?.differences.some(({ path: [first] }) => first === name) === true &&
      !isEmpty(one.change.before[name])
    );
  };
  return dangersIn(
    withOnly(
      plan,
      all.map(({ change }) => change),
    ),
  ).filter((danger) => lasting.has(danger.kind) && isKept(danger));
}

const dangersAndPrevented = memoizeByObject((plan: Plan) => {
  const gradual = dangerKinds.indexOf('outage') + 0.5;
  const isWholeRemoval = describeRemovedStack(plan).length > 0;
  const rank = ({ kind, rule = '' }: Danger) => {
    const place = dangerKinds.indexOf(kind);
    // what the deleted resources protected is deleted, too
    if (isWholeRemoval && (kind === 'exposure' || kind === 'weaker encryption')) return gradual;
    return gradualRules.has(rule) ? Math.max(gradual, place) : textRules.has(rule) ? place + 0.25 : place;
  };
  const causes = byCause(plan);
  const now = dangersNow(plan);
  const later = plan.deferredChanges.length === 0 ? [] : dangersNow(deferredPart(plan));
  return applyGuards(
    plan,
    namePorts(plan, [...now, ...later.map(deferred)])
      .toSorted((a, b) => rank(a) - rank(b) || byImportance(a, b) || causes(a, b))
      .map(withContext(plan)),
  );
});

/** Sorts dangers of deletions and replacements by the importance of the resource. Other dangers keep their order. */
const byImportance = (a: Danger, b: Danger): number =>
  a.kind === b.kind && (a.kind === 'outage' || a.kind === 'data loss')
    ? importanceOf(typeIn(b.address)) - importanceOf(typeIn(a.address))
    : 0;

/** Returns a comparison that sorts outages: first of resources that cause other replacements, and last of the resources that follow. */
function byCause({ changes }: Plan): (a: Danger, b: Danger) => number {
  const following = new Map(changes.map(({ address, replacedWith }) => [address, replacedWith]));
  const causing = new Set([...following.values()].flat());
  const place = ({ address }: Danger) => (causing.has(address) ? 0 : (following.get(address) ?? []).length > 0 ? 2 : 1);
  return (a, b) => (a.kind === b.kind && a.kind === 'outage' ? place(a) - place(b) : 0);
}

/** Runs the rules from the most specific to the most general. Omits dangers that a more specific rule already reports. */
function dangersNow(plan: Plan): readonly Danger[] {
  const specific = Object.entries(rules).flatMap(([id, rule]) => rule(plan).map((danger) => ({ rule: id, ...danger })));
  // the cloud may delete a resource in spite of users that only seem to use it
  const describing = specific.filter(({ rule }) => rule !== 'still-used');
  const known = withoutRepeated(describing, knownDangers(plan));
  const generic = withoutRepeated([...describing, ...known], genericDangers(plan));
  const all = [...specific, ...known, ...generic].filter((danger) => !isOld(plan, danger));
  const reportedBy = (id: string) => new Set(all.flatMap(({ rule, address }) => (rule === id ? [address] : [])));
  // AWS rejects a malformed policy, so it grants nothing, and keeps a resource that is in use
  const [malformed, used] = [reportedBy('policies-without-statements'), reportedBy('still-used')];
  // a grant to everyone is reported as an exposure
  const exposed = new Set(
    all.flatMap(({ kind, attribute, address }) => (kind === 'exposure' && attribute === 'principal' ? [address] : [])),
  );
  const failed = new Set(plan.changes.flatMap((change) => (hasFailed(change) ? [change.address] : [])));
  const updated = new Map(changesOf(plan, 'update').map((change) => [change.address, change]));
  const isRenamed = (address: string, attribute: string) => {
    const change = updated.get(address);
    return change !== undefined && isOnlyRenamed(change, attribute);
  };
  return all.filter(
    ({ kind, rule = '', address, attribute }) =>
      !(attribute !== undefined && isRenamed(address, attribute)) &&
      !(attribute !== undefined && /^capacity/.test(rule) && failed.has(address)) &&
      !(kind === 'broader access' && (malformed.has(address) || exposed.has(address))) &&
      !(kind === 'outage' && used.has(address) && isBlockedById(typeIn(address))),
  );
}

/** Kinds of danger that a new resource can cause by its settings. */
const ofSettings: ReadonlySet<DangerKind> = new Set([
  'exposure',
  'broader access',
  'weaker encryption',
  'weaker protection',
  'weaker alerting',
]);

/** Kinds of danger that last after the change that caused them. */
const lasting: ReadonlySet<DangerKind> = new Set([...ofSettings, 'data loss', 'devices cut off', 'messages ignored']);

/** Returns whether a danger also existed before, because the resource is recreated at a different address with the same settings. */
const isOld = (plan: Plan, { kind, address }: Danger): boolean =>
  ofSettings.has(kind) && unchangedIn(plan).has(address);

const deferredPart = (plan: Plan): Plan => withOnly(plan, plan.deferredChanges);

/** Returns a plan with other changes. */
const withOnly = (plan: Plan, changes: Plan['changes']): Plan => ({
  ...plan,
  changes,
  dependents: [],
  drift: [],
  keptDrift: [],
  unlistedDrift: [],
  deferred: [],
  deferredChanges: [],
  unlisted: [],
});

const deferred = ({ what, ...danger }: Danger): Danger => ({ ...danger, what: [...what, ' (deferred)'] });
