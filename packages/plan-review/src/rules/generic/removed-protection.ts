import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { isEmpty, occurrencesAt } from '../../knowledge/condition';
import { wordsOf } from '../../knowledge/name-words';
import type { Meaning } from '../../knowledge/row';
import { say } from '../../phrase';
import type { Change } from '../../plan/plan';
import type { GenericRule } from './generic-rule';

/** Words in the names of attributes and blocks that provide protection when they are set. */
const protective: readonly (readonly [RegExp, Meaning, string])[] = [
  [
    /\b(?:encryption|kms key|cmk|customer managed key|sse)\b/,
    'encryption',
    'data is stored or sent with weaker encryption',
  ],
  [/\b(?:tls|ssl|certificate)\b/, 'encryption', 'connections may be unencrypted'],
  [
    /\b(?:authorized (?:networks|ip ranges)|ip (?:restriction|restrictions|rules|allow ?list)|allowed (?:ips?|cidrs?|ip ranges|ip addresses|ip range)|allow ?list|white ?list|network (?:acls?|policy|rules|rule set)|source ranges|firewall|web acl|waf|security policy|private (?:cluster|link|endpoint))\b/,
    'reach',
    'requests from more networks are accepted',
  ],
  [
    /\bsecurity groups?\b/,
    'reach',
    'other rules for its network traffic apply, such as those of the default security group',
  ],
  [
    /\b(?:auth|authentication|authorization|authorizer|iap|mfa|condition|required \w+|approv\w+|reviewers|binary authorization|permissions? boundary)\b/,
    'exposure',
    'a check that restricts access or changes no longer applies',
  ],
  [
    /\b(?:logging|log config|logs|audit|flow log|access log\w*|diagnostic)\b/,
    'alerting',
    'activity is no longer recorded',
  ],
  [
    /\b(?:alarm actions|notification\w*|notify|contact points?|recipients?|alert\w*|receivers?)\b/,
    'alerting',
    'problems may go unnoticed',
  ],
  [
    /\b(?:backup\w*|snapshot\w*|versioning|retention|recovery|replication|dead letter\w*|redrive)\b/,
    'backup',
    'data may no longer be restorable',
  ],
  [/\b(?:protection|lock|shielded)\b/, 'protection', 'a safeguard no longer applies'],
  [
    /\b(?:liveness probe|readiness probe|health check\w*|auto ?scaling|auto ?healing)\b/,
    'availability',
    'failures are noticed later, or scaling stops',
  ],
  [/\b(?:security context|pod security|seccomp|app ?armor)\b/, 'rights', 'processes are less restricted'],
];

/** Matches maps with the settings of an application. */
const applicationSettings = /^(?:app_settings|env|env_vars|environment|environment_variables|variables)$/;

/** Reports removed attributes and blocks that provided protection. */
export const removedProtection: GenericRule = ({ path, before, after, isPartlyUnknown }, change) => {
  const { action } = change;
  if (action === 'create' || isPartlyUnknown || after.length > 0 || before.length === 0) return undefined;
  // computed attributes are missing from the plan of a replacement, but they are not removed
  if (action === 'replace' || before.every(isOff) || isInsideOff(change, path)) return undefined;
  // the sources of a rule are not the groups that protect a resource
  if (path[0] === 'ingress' || path[0] === 'egress') return undefined;
  // names of settings of an application are chosen freely
  if (path.slice(0, -1).some((step) => applicationSettings.test(step))) return undefined;
  const own = wordsOf(path.at(-1) ?? '').join(' ');
  // the id of a snapshot names the source of a disk or database, and protects nothing
  if (/\b(?:description|labels|tags|snapshot id)$/.test(own)) return undefined;
  const known = protective.find(([words]) => words.test(own));
  if (known === undefined) return undefined;
  const [words, meaning, so] = known;
  if (isSetInstead(change, path, words)) return undefined;
  return { meaning, what: say`no longer has ${path.join('.')}: ${[so]}` };
};

/** Returns whether another attribute of the block provides the same protection now, such as another certificate. */
function isSetInstead({ before, after }: Change, path: readonly string[], words: RegExp): boolean {
  const [was = [], is = []] = [before, after].map((values) => blocksIn(occurrencesAt(values, path.slice(0, -1))));
  const [old, now] = [was[0], is[0]];
  // of several blocks, another one may have the other attribute
  if (old === undefined || now === undefined || was.length + is.length > 2) return false;
  const isUnset = (value: Value | undefined) => isEmpty(value) || value === false;
  return Object.entries(now).some(
    ([name, value]) => words.test(wordsOf(name).join(' ')) && !isUnset(value) && isUnset(old[name]),
  );
}

/** Returns the blocks in values and lists. */
const blocksIn = (values: readonly (Value | undefined)[]): readonly ValueObject[] =>
  values.flatMap((value) =>
    value === undefined ? [] : isList(value) ? value.filter(isObject) : isObject(value) ? [value] : [],
  );

/** Returns whether all blocks that contain an attribute are off, so that the attribute has no effect. */
function isInsideOff({ before }: Change, path: readonly string[]): boolean {
  const blocks = path.length < 2 ? [] : blocksIn(occurrencesAt(before, path.slice(0, -1)));
  return blocks.length > 0 && blocks.every(isOff);
}

/** Words for settings that are off, and for encryption that AWS uses anyway, in lower case. */
const offWords = /^(?:|0|aes256|aws_owned_cmk|aws_owned_key|disabled|faileddocumentsonly|false|none|off)$/;

/** Attributes that switch a block on or off. */
const switches = ['enabled', 'enable', 'is_enabled', 'status'] as const;

/** Returns whether a value is off, empty or the default, so that it protects nothing. A block is off if its switch or all its values are. */
function isOff(value: Value): boolean {
  if (isList(value)) return value.every(isOff);
  if (!isObject(value)) return value === null || offWords.test(String(value).toLowerCase());
  const [state] = switches.flatMap((name) => (Object.hasOwn(value, name) ? [value[name] ?? null] : []));
  return state !== undefined && state !== null && !isList(state) && !isObject(state)
    ? isOff(state)
    : Object.entries(value).every(([name, inside]) => name === 'use_aws_owned_key' || isOff(inside));
}
