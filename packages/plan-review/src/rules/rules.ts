import type { Plan } from '../plan/plan';
import { alarmsLoosened } from './alarms-loosened';
import { apiNarrowed } from './api-narrowed';
import { apiWidened } from './api-widened';
import { backupsFewer } from './backups-fewer';
import { broaderAccess, rightsUnknown } from './broader-access';
import { cannotBeApplied } from './cannot-be-applied';
import { capacityReduced } from './capacity-reduced';
import { changesUnlisted } from './changes-unlisted';
import { dataLoss } from './data-loss';
import { deviceDefender } from './device-defender';
import { devicesCutOff } from './devices-cut-off';
import { dueLessOften } from './due-less-often';
import { encryptionRemoved } from './encryption-removed';
import { expires } from './expires';
import { fewerAttempts } from './fewer-attempts';
import { fieldsDropped } from './fields-dropped';
import { filterChanged } from './filter-changed';
import { messagesIgnored } from './messages-ignored';
import { metricsUnseen } from './metrics-unseen';
import { moreMessages } from './more-messages';
import { noLongerManaged } from './no-longer-managed';
import { otherRole } from './other-role';
import { outage } from './outage';
import { permissionsBoundary } from './permissions-boundary';
import { policiesAttached } from './policies-attached';
import { protectionRemoved } from './protection-removed';
import { provisioningChanged } from './provisioning-changed';
import { publicAccess } from './public-access';
import { retentionShortened } from './retention-shortened';
import { type Danger, dangerKinds, type Rule } from './rule';
import { silenced } from './silenced';
import { sloLoosened } from './slo-loosened';
import { tagsChanged } from './tags-changed';
import { timeoutShortened } from './timeout-shortened';
import { unreadable } from './unreadable';
import { weakerAlerting } from './weaker-alerting';
import { workflowWeaker } from './workflow-weaker';

/** All rules; packages/plan-review/README.md describes how to add one. */
const rules: readonly Rule[] = [
  cannotBeApplied,
  changesUnlisted,
  unreadable,
  dataLoss,
  publicAccess,
  encryptionRemoved,
  protectionRemoved,
  retentionShortened,
  expires,
  backupsFewer,
  fewerAttempts,
  devicesCutOff,
  provisioningChanged,
  outage,
  dueLessOften,
  apiNarrowed,
  capacityReduced,
  timeoutShortened,
  workflowWeaker,
  messagesIgnored,
  fieldsDropped,
  filterChanged,
  broaderAccess,
  policiesAttached,
  permissionsBoundary,
  apiWidened,
  otherRole,
  rightsUnknown,
  weakerAlerting,
  sloLoosened,
  tagsChanged,
  metricsUnseen,
  deviceDefender,
  alarmsLoosened,
  silenced,
  noLongerManaged,
  moreMessages,
];

/** Returns the dangers of a plan, the worst kind first. Deferred changes are included and marked as deferred. */
export function dangersIn(plan: Plan): readonly Danger[] {
  const rank = ({ kind }: Danger) => dangerKinds.indexOf(kind);
  const now = rules.flatMap((rule) => rule(plan));
  const later = plan.deferredChanges.length === 0 ? [] : rules.flatMap((rule) => rule(deferredPart(plan)));
  return [...now, ...later.map(deferred)].sort((a, b) => rank(a) - rank(b));
}

const deferredPart = (plan: Plan): Plan => ({
  ...plan,
  changes: plan.deferredChanges,
  dependents: [],
  drift: [],
  deferred: [],
  deferredChanges: [],
  unlisted: [],
});

const deferred = ({ what, ...danger }: Danger): Danger => ({ ...danger, what: [...what, ' (deferred)'] });
