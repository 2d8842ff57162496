import type { DangerKind } from '../rules/rule';

/** Instructions for avoiding each kind of danger. */
export const remedyOf: Readonly<Record<DangerKind, string>> = {
  'cannot be applied':
    'remove the protection or the resource with the same name in a separate change first, or keep the resource',
  'data loss': 'back up the data first, or keep the resource (if it was renamed, add a moved block)',
  exposure: 'restrict the networks, principals or visibility, or keep the previous setting',
  'devices cut off': 'change the devices first, or keep the previous permissions until all devices have changed',
  outage:
    'apply outside working hours, create the new resource before the old resource is deleted, or keep the previous setting',
  'broader access': 'grant only the actions, resources and principals that are needed',
  'messages ignored': 'keep the previous condition, or add a rule for the other messages',
  'messages changed': 'change the readers of the messages first',
  'weaker protection': 'keep the previous setting, or protect the data in another way first',
  'weaker alerting':
    'keep the previous setting, narrow the downtime, or add another monitor for the same failure first',
  'no longer managed': 'delete the resource by hand if it is no longer needed, or keep the resource in the code',
  'cannot be judged': 'provide the complete plan, or read these resources in the code',
  'more messages': 'check that the receivers can process the additional messages',
};
