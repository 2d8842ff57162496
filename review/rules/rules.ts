import type { Plan } from '../plan/plan';
import { alarmsLoosened } from './alarms-loosened';
import { apiNarrowed } from './api-narrowed';
import { apiWidened } from './api-widened';
import { backupsFewer } from './backups-fewer';
import { cannotBeApplied } from './cannot-be-applied';
import { changesUnlisted } from './changes-unlisted';
import { dataLost } from './data-lost';
import { deviceDefender } from './device-defender';
import { devicesCutOff } from './devices-cut-off';
import { doorsOpened } from './doors-opened';
import { dueLessOften } from './due-less-often';
import { expires } from './expires';
import { fewerTries } from './fewer-tries';
import { fieldsDropped } from './fields-dropped';
import { filteredOtherwise } from './filtered-otherwise';
import { lessRoom } from './less-room';
import { messagesIgnored } from './messages-ignored';
import { metricsUnseen } from './metrics-unseen';
import { moreMessages } from './more-messages';
import { moreRights, rightsUntold } from './more-rights';
import { noLongerManaged } from './no-longer-managed';
import { otherRole } from './other-role';
import { outage } from './outage';
import { peopleNotCalled } from './people-not-called';
import { policiesAttached } from './policies-attached';
import { protectionOff } from './protection-off';
import { provisionedOtherwise } from './provisioned-otherwise';
import { retentionShortened } from './retention-shortened';
import { type Danger, dangerKinds, type Rule } from './rule';
import { silenced } from './silenced';
import { taggedOtherwise } from './tagged-otherwise';
import { workflowWeaker } from './workflow-weaker';

/** Every rule; review/README.md says how one is added. */
const rules: readonly Rule[] = [
  cannotBeApplied,
  changesUnlisted,
  dataLost,
  protectionOff,
  retentionShortened,
  expires,
  backupsFewer,
  fewerTries,
  devicesCutOff,
  provisionedOtherwise,
  outage,
  dueLessOften,
  apiNarrowed,
  lessRoom,
  workflowWeaker,
  messagesIgnored,
  fieldsDropped,
  filteredOtherwise,
  moreRights,
  policiesAttached,
  doorsOpened,
  apiWidened,
  otherRole,
  rightsUntold,
  peopleNotCalled,
  taggedOtherwise,
  metricsUnseen,
  deviceDefender,
  alarmsLoosened,
  silenced,
  noLongerManaged,
  moreMessages,
];

/** Returns the dangers of a plan, the worst kind first. A deferred change is as dangerous as the change itself. */
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
