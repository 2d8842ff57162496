import { isMonitoringType, isMutingBlock, isMutingType } from '../../knowledge/monitoring-types';
import { wordsOf } from '../../knowledge/name-words';
import type { Meaning } from '../../knowledge/row';

/** Group of boolean attributes whose names contain one of several words. */
interface Family {
  readonly words: readonly string[];
  readonly meaning: Meaning;
  /** Dangerous value, unless the name also contains an inverting word such as `disable`. */
  readonly dangerous: boolean;
  /** Consequence of the dangerous value. */
  readonly so: string;
  /** Whether new resources with the dangerous value are reported too. */
  readonly appliesToCreations?: true;
}

/** Meaning of settings that turn off a whole resource, and of those that turn off a monitoring resource. */
const outOfEffect = { meaning: 'availability', so: 'the resource is no longer in effect' } as const;
const silent = { meaning: 'alerting', so: 'problems may go unnoticed' } as const;
const muted = { meaning: 'alerting', so: 'alerts or events are suppressed' } as const;

/** Meaning of switches of a resource that publishes another resource, and of a component of a Helm chart. */
const published = { meaning: 'exposure', so: 'the resource may be accessible to anyone' } as const;
const removedPart = { meaning: 'availability', so: 'the component or feature is no longer available' } as const;

/** Matches types of resources that publish another resource. */
const publishing = /_public$|_public_(?:dashboard|link|share)$/;

/** Words that determine the meaning of a name regardless of their position: `insecure_skip_tls_verify`, `deletion_protection`. */
const dominant: readonly Family[] = [
  {
    words: ['insecure', 'plaintext', 'selfsigned', 'unencrypted'],
    meaning: 'encryption',
    dangerous: true,
    so: 'connections or data are no longer protected',
    appliesToCreations: true,
  },
  {
    words: ['publicnetwork'],
    meaning: 'exposure',
    dangerous: true,
    so: 'the resource is reachable from the internet',
    appliesToCreations: true,
  },
  {
    words: ['anonymous', 'unauthenticated', 'guestaccess', 'publicly', 'public'],
    meaning: 'exposure',
    dangerous: true,
    so: 'the resource may be accessible to anyone',
    appliesToCreations: true,
  },
  {
    words: ['privileged', 'privilege', 'hostnetwork', 'hostpid', 'hostipc'],
    meaning: 'rights',
    dangerous: true,
    so: 'processes get more rights on the host',
    appliesToCreations: true,
  },
  {
    words: ['passwordauthentication', 'localauth', 'localauthentication', 'localaccount', 'basicauth', 'adminuser'],
    meaning: 'rights',
    dangerous: true,
    so: 'a shared or weaker credential gives access',
  },
  {
    words: ['protection', 'protect', 'protected', 'readonly'],
    meaning: 'protection',
    dangerous: false,
    so: 'changes or deletion are no longer prevented',
  },
];

/** Words that determine the meaning of a name. If a name contains several of these words, the first one counts. */
const families: readonly Family[] = [
  {
    words: ['encrypt', 'encrypts', 'encrypted', 'encryption', 'sse', 'cmk', 'kms'],
    meaning: 'encryption',
    dangerous: false,
    so: 'data is stored or sent without encryption, or with weaker encryption',
  },
  {
    words: ['tls', 'ssl', 'https', 'hsts', 'mtls', 'starttls', 'secure'],
    meaning: 'encryption',
    dangerous: false,
    so: 'connections may be unencrypted',
  },
  {
    words: [
      'verify',
      'verification',
      'validate',
      'validation',
      'signed',
      'signing',
      'signatures',
      'dnssec',
      'integrity',
    ],
    meaning: 'protection',
    dangerous: false,
    so: 'forged or modified input is no longer rejected',
  },
  {
    words: [
      'auth',
      'authenticate',
      'authentication',
      'authorization',
      'mfa',
      'totp',
      'sso',
      'rbac',
      'iam',
      'oslogin',
      'enforce',
      'enforced',
      'enforces',
      'enforcement',
      'require',
      'required',
      'requires',
      'strict',
      'deprovision',
      'deprovisioning',
    ],
    meaning: 'exposure',
    dangerous: false,
    so: 'a check that restricts access or changes no longer applies',
  },
  {
    words: ['firewall', 'waf', 'shield', 'shielded', 'ddos', 'private', 'isolated', 'isolation', 'internal', 'proxied'],
    meaning: 'exposure',
    dangerous: false,
    so: 'the resource is less isolated from untrusted networks',
  },
  {
    words: ['log', 'logs', 'logged', 'logging', 'audit', 'auditing', 'trail'],
    meaning: 'alerting',
    dangerous: false,
    so: 'activity is no longer recorded',
  },
  {
    words: [
      'alert',
      'alerts',
      'alarm',
      'alarms',
      'alerting',
      'monitor',
      'monitoring',
      'metrics',
      'notify',
      'notification',
      'notifications',
      'scan',
      'scanning',
      'detect',
      'detection',
      'insights',
    ],
    meaning: 'alerting',
    dangerous: false,
    so: 'problems may go unnoticed',
  },
  {
    words: [
      'backup',
      'backups',
      'snapshot',
      'snapshots',
      'versioning',
      'recovery',
      'pitr',
      'replication',
      'replicated',
      'redundant',
      'redundancy',
      'persistence',
      'persistent',
      'retain',
      'keep',
      'atomic',
      'rollback',
    ],
    meaning: 'backup',
    dangerous: false,
    so: 'data or an earlier version can no longer be restored',
  },
  {
    words: ['failover', 'ha', 'az', 'zonal', 'autoscaling', 'autoscale', 'repair', 'heal', 'probe', 'balancing'],
    meaning: 'availability',
    dangerous: false,
    so: 'the resource no longer survives a failure, or no longer scales with the load',
  },
  {
    words: ['lock', 'locked', 'immutable', 'rotate', 'rotated', 'rotation'],
    meaning: 'protection',
    dangerous: false,
    so: 'a safeguard no longer applies',
  },
  {
    words: ['root', 'sudo', 'admin', 'administrator', 'superuser', 'wildcard', 'bypass', 'escalation'],
    meaning: 'rights',
    dangerous: true,
    so: 'the resource or its users may gain permissions',
  },
  {
    words: ['internet', 'external', 'open', 'ingress', 'http'],
    meaning: 'exposure',
    dangerous: true,
    so: 'the resource is reachable from more networks',
  },
  {
    words: ['destroy', 'delete', 'deletes', 'deletion', 'deletions', 'destruction', 'termination', 'force', 'purge'],
    meaning: 'protection',
    dangerous: true,
    so: 'the resource can be deleted or overwritten together with its content',
  },
  {
    words: ['allow', 'allows', 'allowed', 'permit', 'permits'],
    meaning: 'rights',
    dangerous: true,
    so: 'previously rejected operations are permitted',
  },
  {
    words: [
      'paused',
      'pause',
      'muted',
      'mute',
      'silenced',
      'suspended',
      'suspend',
      'suppressed',
      'archived',
      'stopped',
    ],
    dangerous: true,
    ...outOfEffect,
  },
];

/** Words that invert the meaning of the following words or of the preceding word: `block_public_acls`, `tls_disabled`. */
const inverting = new Set([
  'block',
  'blocks',
  'deny',
  'disable',
  'disabled',
  'disables',
  'disallow',
  'exclude',
  'ignore',
  'no',
  'non',
  'not',
  'prevent',
  'prohibit',
  'prohibits',
  'restrict',
  'skip',
  'skips',
  'suppress',
  'without',
]);

/** Pairs of words that have one meaning together, and the single word that replaces each pair. */
const compounds: readonly (readonly [RegExp, string])[] = [
  [/\bread only\b/, 'readonly'],
  [/\bself signed\b/, 'selfsigned'],
  [
    /\bguests? (?:access|accounts?|enabled|invit\w+|log ?in|users?)\b|\b(?:allow|allows|enable) guests?\b/,
    'guestaccess',
  ],
  [/\bpublic (?:network|endpoint|ip)\b|\bendpoint public\b|\bpublicly accessible\b/, 'publicnetwork'],
  [/\b(?:(?:tls|ssl) )?skip (?:(?:tls|ssl) )?(?:cert(?:ificate)? )?verif(?:y|ication)\b/, 'insecure'],
  [/\bhost (network|pid|ipc)\b/, 'host$1'],
  [/\bpassword auth(entication)?\b/, 'passwordauthentication'],
  [/\blocal (auth|authentication|account)s?\b/, 'local$1'],
  [/\bbasic auth(entication)?\b/, 'basicauth'],
  [/\badmin (user )?enabled\b/, 'adminuser'],
  [/\bsoft delete\b/, 'recovery'],
  [/\bmulti (az|zone|region)\b/, 'redundant'],
  [/\bzone redundan(t|cy)\b/, 'redundant'],
];

/** Returns whether an attribute only enables or disables its block. */
const isSwitch = (words: readonly string[]) =>
  words.every((word) =>
    /^(?:is|enabled?|enables|disabled?|active|activated|on|create|start|canary|status|state|value|true)$/.test(word),
  );

/**
 * Words in the names of convenience settings, which are harmless. Source: Terraform Registry, integrations/github 6,
 * hashicorp/aws 6, hashicorp/google 7
 */
const harmless =
  /\b(?:http (?:endpoint|protocol ipv6)|expired object delete marker|auto (?:merge|init|minor)|merge commit|rebase merge|squash merge|update branch|version upgrade|overwrite|stopping for update|volume expansion|forking|can fork|branch on merge|has (?:issues|wiki|projects|downloads|discussions)|copy tags|public key|private dns|routes with public ip)\b/;

/** Returns whether an attribute is a convenience setting, whose values are all harmless. */
export const isConvenience = (path: readonly string[]): boolean => harmless.test(wordsOf(path.at(-1) ?? '').join(' '));

/** Words in the names of components of Helm charts that users of the application do not need. */
const helpful = /\b(?:debug|maintenance|tests?|verbose)\b/;

/** Meaning of a boolean attribute. */
export interface BooleanMeaning {
  readonly meaning: Meaning;
  readonly dangerous: boolean;
  readonly so: string;
  readonly appliesToCreations: boolean;
  /** Whether the dangerous value turns the whole resource on or off. Undefined for other settings. */
  readonly turns?: 'on' | 'off';
}

/**
 * Derives the meaning of a boolean attribute from the words of its name. Returns undefined if no word is known. The name `enabled`
 * has the meaning of its block.
 * @param type type of the resource. A switch of a monitoring resource turns off alerts.
 */
export function meaningOfBoolean(path: readonly string[], type: string): BooleanMeaning | undefined {
  const own = wordsOf(path.at(-1) ?? '');
  const isMuting = isMutingType(type) || (isMonitoringType(type) && path.slice(0, -1).some(isMutingBlock));
  const stops = isMuting ? muted : isMonitoringType(type) ? silent : outOfEffect;
  const isDisabling = /\bdisabled?\b/.test(own.join(' '));
  const switched = { ...stops, dangerous: isDisabling !== isMuting, appliesToCreations: false };
  if (isSwitch(own) && path.length === 1)
    return publishing.test(type)
      ? { ...published, dangerous: !isDisabling, appliesToCreations: false, turns: 'on' }
      : { ...switched, turns: isMuting ? 'on' : 'off' };
  const text = [...(isSwitch(own) ? wordsOf(path.at(-2) ?? '') : []), ...own].join(' ');
  const isComponent = type === 'helm_release' && path[0] === 'values';
  if (harmless.test(text) || (isComponent && helpful.test(text))) return undefined;
  const words = compounds.reduce((name, [pattern, one]) => name.replace(pattern, one), text).split(' ');
  const family = familyOf(words, dominant) ?? familyOf(words, families);
  if (family === undefined) {
    return isSwitch(own) && (isComponent || stops !== outOfEffect)
      ? { ...switched, ...(isComponent && removedPart) }
      : undefined;
  }
  const place = words.findIndex((word) => family.words.includes(word));
  const inverted =
    words.filter((word, at) => inverting.has(word) && (at < place || /^disabled?$/.test(word))).length % 2;
  const { meaning, so } = family.so === outOfEffect.so ? stops : family;
  return {
    meaning,
    dangerous: inverted === 1 ? !family.dangerous : family.dangerous,
    so,
    appliesToCreations: family.appliesToCreations === true && inverted === 0,
  };
}

function familyOf(words: readonly string[], among: readonly Family[]): Family | undefined {
  for (const word of words) {
    const family = among.find((one) => one.words.includes(word));
    if (family !== undefined) return family;
  }
  return undefined;
}
