import type { DangerKind } from '../rules/rule';

/** Explanation of a kind of danger. */
interface Advice {
  /** Effect on people or systems, as a clause without a period. */
  readonly effect: string;
  /** Instruction for avoiding the danger. */
  readonly remedy: string;
}

/** Effect of each kind of danger, and how to avoid it. */
const adviceOnKind: Readonly<Record<DangerKind, Advice>> = {
  'cannot be applied': {
    effect: 'the apply stops with an error, possibly after some of the changes',
    remedy: 'remove the cause in a separate change first, or keep the resource as it is',
  },
  'data loss': {
    effect: 'another apply cannot restore the data',
    remedy: 'back up the data first, or keep the resource (if it was renamed, add a moved block)',
  },
  exposure: {
    effect: 'outsiders may connect or read data',
    remedy: 'restrict the networks, principals or visibility',
  },
  'weaker encryption': {
    effect: 'others may read or change the data',
    remedy: 'keep the encryption, or use the strongest encryption that all clients support',
  },
  'devices cut off': {
    effect: 'affected devices fail to connect, publish or subscribe',
    remedy: 'change the devices first, or keep the previous permissions until all devices have changed',
  },
  outage: {
    effect: 'users and dependent services may see errors or delays',
    remedy: 'check that nothing depends on the previous resource or setting, or apply outside working hours',
  },
  'broader access': {
    effect: 'stolen credentials can do more harm',
    remedy: 'grant only the actions, resources and principals that are needed',
  },
  'messages ignored': {
    effect: 'no action runs for these messages, and no error is reported',
    remedy: 'keep the previous condition, or add a rule for the other messages',
  },
  'messages changed': {
    effect: 'receivers that expect the previous messages may fail',
    remedy: 'change the readers of the messages first',
  },
  'weaker protection': {
    effect: 'a mistake, a failure or an attack can do more harm',
    remedy: 'keep the previous setting, or protect the data in another way first',
  },
  'weaker alerting': {
    effect: 'on-call staff are notified of failures later, or not at all',
    remedy: 'keep the previous setting, or add another monitor for the same failure first',
  },
  'no longer managed': {
    effect: 'the resource may keep running and costing, without updates from Terraform',
    remedy: 'delete the resource by hand if it is no longer needed, or keep the resource in the code',
  },
  'cannot be judged': {
    effect: 'the plan may contain dangers that are not listed here',
    remedy: 'provide the complete plan, or review these resources in the code',
  },
  'more messages': {
    effect: 'receivers have more to process, and costs may rise',
    remedy: 'check that the receivers can process the additional messages',
  },
};

/** Advice on the dangers of individual rules, instead of the advice on their kind. */
const adviceOnRule: ReadonlyMap<string, Advice> = new Map([
  [
    'secret-in-code',
    {
      effect: 'anyone who can read the code or the plan knows the secret',
      remedy: 'read the secret from a secret store or a sensitive variable, and replace the secret that is in the code',
    },
  ],
  ['reach', { effect: 'outsiders may try to connect', remedy: 'restrict the networks, principals or visibility' }],
  [
    'repeated-names',
    {
      effect: 'the apply stops with an error, possibly after some of the changes',
      remedy: 'choose another name, add a moved block if it is the same resource, or delete the old resource first',
    },
  ],
  [
    'still-used',
    {
      effect: 'the apply stops with an error, possibly after some of the changes',
      remedy: 'delete or move these resources first, or keep what they use',
    },
  ],
  [
    'moved-files',
    {
      effect: 'links to the old path break',
      remedy: 'keep the path, or change the links in the same merge request',
    },
  ],
  [
    'unfilled-templates',
    {
      effect: 'readers see the name of the value instead of the value',
      remedy: 'fill in the template (templatefile), or correct the name of the value',
    },
  ],
  [
    'rejected-keys',
    {
      effect: 'the apply stops with an error, possibly after some of the changes',
      remedy: 'add a key policy that allows logs.REGION.amazonaws.com to encrypt and decrypt',
    },
  ],
  [
    'alerting',
    {
      effect: 'failures and attacks are noticed later, or not at all',
      remedy: 'keep the previous setting, or record and watch the same events in another way',
    },
  ],
  [
    'cors-widened',
    {
      effect: 'any website that has credentials or a signed URL can send them',
      remedy: 'list the origins that need access',
    },
  ],
  [
    'rejected-values',
    {
      effect: 'the apply stops with an error, possibly after some of the changes',
      remedy: 'choose a value that AWS accepts',
    },
  ],
  [
    'exclusive-attachments',
    {
      effect: 'all others with the policy lose its rights',
      remedy: 'use aws_iam_role_policy_attachment, which is not exclusive',
    },
  ],
  [
    'policies-without-statements',
    {
      effect: 'the apply stops with an error, possibly after some of the changes',
      remedy: 'add a statement to the policy, or remove the policy',
    },
  ],
  [
    'version-changed',
    {
      effect: 'the upgrade may interrupt the service',
      remedy: 'keep the version, or upgrade one version at a time, after a backup and outside working hours',
    },
  ],
  [
    'older-revision',
    {
      effect: 'what newer deployments changed is undone',
      remedy: 'use the newest revision in the code, or ignore changes of the attribute (ignore_changes)',
    },
  ],
  [
    'restarted',
    {
      effect: 'it is unavailable until it runs again',
      remedy: 'apply outside working hours',
    },
  ],
  [
    'invalid-images',
    {
      effect: 'new containers do not start',
      remedy: 'correct the name of the image',
    },
  ],
  [
    'principals-removed',
    {
      effect: 'their requests are denied',
      remedy: 'keep the principals until they no longer need the resource',
    },
  ],
  [
    'rights-revoked',
    {
      effect: 'their requests are denied',
      remedy: 'keep the permissions until nothing uses them',
    },
  ],
  [
    'passwords-changed',
    {
      effect: 'clients that still use the old one fail',
      remedy: 'give the new value to the clients first, or restart them after the apply',
    },
  ],
  [
    'instances-replaced',
    {
      effect: 'requests fail while too few instances run',
      remedy: 'keep more instances running during the refresh, or apply outside working hours',
    },
  ],
  [
    'shared-objects',
    {
      effect: 'if the deletion succeeds, the next apply has to create it again',
      remedy: 'remove the old resource from the state (a removed block with destroy = false) instead of deleting it',
    },
  ],
  [
    'shared-grants',
    {
      effect: 'if the deletion comes last, the principal has no such role until the next apply',
      remedy: 'add a moved block, or remove the old resource from the state (a removed block with destroy = false)',
    },
  ],
  [
    'rival-grants',
    {
      effect: 'each apply may undo what the other resource grants',
      remedy: 'add the principal to the binding, or grant the role only with separate resources',
    },
  ],
  [
    'role-changed',
    {
      effect: 'its programs can do what the other role allows',
      remedy: 'compare the permissions of both roles',
    },
  ],
  [
    'rights-unknown',
    {
      effect: 'more may be allowed than intended',
      remedy: 'review these permissions in the code',
    },
  ],
  [
    'downtime-added',
    {
      effect: 'on-call staff are not notified during the downtime',
      remedy: 'narrow the scope or the schedule of the downtime',
    },
  ],
]);

/** Returns the advice on a danger. */
export const adviceOn = ({
  kind,
  rule = '',
}: {
  readonly kind: DangerKind;
  readonly rule?: string | undefined;
}): Advice => adviceOnRule.get(rule) ?? adviceOnKind[kind];
