import { wordsOf } from '../../knowledge/name-words';
import type { Meaning } from '../../knowledge/row';

/** Group of boolean attributes whose names have a word in common. */
interface Family {
  readonly words: readonly string[];
  readonly meaning: Meaning;
  /** Value that is dangerous, before inverting words such as `disable` are considered. */
  readonly dangerous: boolean;
  /** Consequence of the dangerous value. */
  readonly so: string;
  /** Whether a new resource with the dangerous value is reported as well. */
  readonly appliesToCreations?: true;
}

/** Words that determine the meaning of a name, at any position in it: `insecure_skip_tls_verify`, `deletion_protection`. */
const dominant: readonly Family[] = [
  {
    words: ['insecure', 'plaintext', 'unencrypted'],
    meaning: 'encryption',
    dangerous: true,
    so: 'connections or data are no longer protected',
    appliesToCreations: true,
  },
  {
    words: ['anonymous', 'unauthenticated', 'guest', 'guests', 'publicly', 'public'],
    meaning: 'exposure',
    dangerous: true,
    so: 'anyone may be able to reach it',
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
    so: 'it is no longer protected against changes or deletion',
  },
];

/** Words that determine the meaning of a name. If a name contains several of them, the first one counts. */
const families: readonly Family[] = [
  {
    words: ['encrypt', 'encrypts', 'encrypted', 'encryption', 'sse', 'cmk', 'kms'],
    meaning: 'encryption',
    dangerous: false,
    so: 'data is stored or sent with weaker encryption or none',
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
    ],
    meaning: 'exposure',
    dangerous: false,
    so: 'a check that restricts access or changes no longer applies',
  },
  {
    words: ['firewall', 'waf', 'shield', 'shielded', 'ddos', 'private', 'isolated', 'isolation', 'internal', 'proxied'],
    meaning: 'exposure',
    dangerous: false,
    so: 'it is less isolated from untrusted networks',
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
    so: 'problems are noticed later or not at all',
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
    so: 'it no longer tolerates the failure of a component, or no longer scales with the load',
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
    so: 'it may do more than before',
  },
  {
    words: ['internet', 'external', 'open', 'ingress', 'http'],
    meaning: 'exposure',
    dangerous: true,
    so: 'it is reachable from more networks',
  },
  {
    words: ['destroy', 'delete', 'deletes', 'deletion', 'deletions', 'destruction', 'termination', 'force', 'purge'],
    meaning: 'protection',
    dangerous: true,
    so: 'it can be deleted or overwritten together with its content',
  },
  {
    words: ['allow', 'allows', 'allowed', 'permit', 'permits'],
    meaning: 'rights',
    dangerous: true,
    so: 'it permits what it rejected before',
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
    meaning: 'availability',
    dangerous: true,
    so: 'it is no longer in effect',
  },
];

/** Words that invert the meaning of the words after them, or of the word before them: `block_public_acls`, `tls_disabled`. */
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
  'restrict',
  'skip',
  'skips',
  'suppress',
  'without',
]);

/** Names that consist of two words with one meaning. */
const compounds: readonly (readonly [RegExp, string])[] = [
  [/\bread only\b/, 'readonly'],
  [/\bhost (network|pid|ipc)\b/, 'host$1'],
  [/\bpassword auth(entication)?\b/, 'passwordauthentication'],
  [/\blocal (auth|authentication|account)s?\b/, 'local$1'],
  [/\bbasic auth(entication)?\b/, 'basicauth'],
  [/\badmin (user )?enabled\b/, 'adminuser'],
  [/\bsoft delete\b/, 'recovery'],
  [/\bmulti (az|zone|region)\b/, 'redundant'],
  [/\bzone redundan(t|cy)\b/, 'redundant'],
];

/** Returns whether a name only states whether its block is enabled. */
const isSwitch = (words: readonly string[]) =>
  words.every((word) => /^(?:is|enabled?|enables|disabled?|active|on|create|value|true)$/.test(word));

/**
 * Words of convenience settings, which permit only something harmless. Source: Terraform Registry, integrations/github 6,
 * hashicorp/aws 6, hashicorp/google 7
 */
const harmless =
  /\b(?:auto (?:merge|init|minor)|merge commit|rebase merge|squash merge|update branch|version upgrade|overwrite|stopping for update|volume expansion|forking|branch on merge|has (?:issues|wiki|projects|downloads|discussions)|copy tags|public key|private dns)\b/;

/** Meaning of a boolean attribute. */
export interface BooleanMeaning {
  readonly meaning: Meaning;
  readonly dangerous: boolean;
  readonly so: string;
  readonly appliesToCreations: boolean;
}

const isDisabled = { meaning: 'availability', so: 'it is no longer in effect', appliesToCreations: false } as const;

/**
 * Returns the meaning of a boolean attribute, derived from the words of its name; undefined if no word is known. A name such as
 * `enabled` has the meaning of its block.
 */
export function meaningOfBoolean(path: readonly string[]): BooleanMeaning | undefined {
  const own = wordsOf(path.at(-1) ?? '');
  if (isSwitch(own) && path.length === 1)
    return { ...isDisabled, dangerous: own.some((word) => /^disabled?$/.test(word)) };
  const text = [...(isSwitch(own) ? wordsOf(path.at(-2) ?? '') : []), ...own].join(' ');
  if (harmless.test(text)) return undefined;
  const words = compounds.reduce((name, [pattern, one]) => name.replace(pattern, one), text).split(' ');
  const family = familyOf(words, dominant) ?? familyOf(words, families);
  if (family === undefined) return undefined;
  const place = words.findIndex((word) => family.words.includes(word));
  const inverted =
    words.filter((word, at) => inverting.has(word) && (at < place || /^disabled?$/.test(word))).length % 2;
  return {
    meaning: family.meaning,
    dangerous: inverted === 1 ? !family.dangerous : family.dangerous,
    so: family.so,
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
