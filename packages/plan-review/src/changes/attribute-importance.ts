import type { Value } from '@himeshima/terraform-json';
import { isDangerousValue } from '../knowledge/condition';
import { rowsOf } from '../knowledge/knowledge';
import { wordsOf } from '../knowledge/name-words';
import type { Meaning } from '../knowledge/row';
import { encryptionSettings } from '../rules/encryption-removed';
import { protectionSettings } from '../rules/protection-removed';
import type { Leaf } from './leaves';

/** Words in the names of attributes that describe the kind, the size, the content or the reachability of a resource. */
const informativeWords = new Set(
  `access acl action actions allow ami billing capacity cidr cidrs class command count cpu cron days delete deny desired destination direction effect
  end engine expiration expires expiry expression filter gateway handler hash image ingress instance machine max memory min model
  permissions policy port ports prefix prefixes protocol query ranges records replicas resource retention rule runtime
  schedule script service size sku source statement statements statistic threshold tier ttl type uri url value values version visibility zone`.split(
    /\s+/,
  ),
);

/** Words in the names of attributes that identify a resource, or the resources and people that it connects. */
const identifying = new Set(
  `bucket domain email emails endpoint fqdn group groups host hostname login mail member members name owner owners principal principals
  recipients repository role roles scope subject target user username users`.split(/\s+/),
);

/**
 * Attributes that say little about a resource: its place, which most resources of a plan share, and outgoing traffic, which is usually
 * unrestricted.
 */
const secondary: ReadonlySet<string> = new Set([
  'account_id',
  'availability_zone',
  'compartment_id',
  'egress',
  'location',
  'namespace',
  'project',
  'region',
  'resource_group_name',
  'subscription_id',
  'tenant_id',
]);

/** Returns whether an attribute is a detail of a health check, such as the number of failures that it tolerates. */
const isDetail = (attribute: string, name: string): boolean => attribute === 'health_check' && name !== 'path';

/** Blocks that say what a machine costs, or what its programs may do. */
const decisiveBlocks: ReadonlySet<string> = new Set(['guest_accelerator', 'service_account']);

/** Matches flags that say what a resource costs, or who reaches it, and the values of a Helm chart. */
const notable = /preemptible|spot|public|privileged|multi_az|https_only|^set$/;

/** Protections that almost no resource has, so that their absence is not informative. */
const rareProtections: ReadonlySet<string> = new Set(['skip_destroy']);

/** Returns whether an attribute turns off encryption or protection against data loss. */
const isUnprotected = (type: string, attribute: string, value: Value): boolean =>
  !rareProtections.has(attribute) &&
  [...(encryptionSettings(type) ?? []), ...protectionSettings(type)].some(
    ({ path, isOff }) => path.length === 1 && path[0] === attribute && isOff(value),
  );

/** Aspects of a resource that outsiders can misuse. */
const misusable: ReadonlySet<Meaning> = new Set(['exposure', 'reach', 'encryption', 'rights']);

/** Returns whether a flag exposes a resource according to the tables: `https_only = false`. */
const isOpen = (type: string, attribute: string, value: Value): boolean =>
  typeof value === 'boolean' &&
  notable.test(attribute) &&
  (rowsOf(type) ?? []).some(
    ({ path, meaning, when }) =>
      path.length === 1 && path[0] === attribute && misusable.has(meaning) && isDangerousValue(when, value),
  );

/** Facts about an attribute of a resource. */
interface Facts {
  readonly type: string;
  /** Name of the attribute, or of the outermost block that contains it. */
  readonly attribute: string;
  /** Own name of the attribute. */
  readonly name: string;
  readonly words: readonly string[];
  readonly isTop: boolean;
  readonly values: readonly Value[];
}

const isWeak = ({ type, attribute, isTop, values }: Facts): boolean =>
  isTop && values.some((value) => isUnprotected(type, attribute, value) || isOpen(type, attribute, value));

const isInformative = ({ name, words, isTop, values }: Facts): boolean =>
  notable.test(name) ||
  (values.some((value) => typeof value !== 'boolean') &&
    words.some((word) => informativeWords.has(word) || (!isTop && identifying.has(word))));

const isIdentifying = ({ attribute, isTop, words }: Facts): boolean =>
  isTop ? attribute === 'policy_arn' || words.some((word) => identifying.has(word)) : decisiveBlocks.has(attribute);

const isJudged = ({ type, attribute, isTop }: Facts): boolean =>
  isTop && rowsOf(type)?.some((row) => row.path[0] === attribute) === true;

/** Levels of importance, highest first. */
const levels = ['identifying', 'unprotected', 'informative', 'judged', 'other', 'secondary'] as const;
export type Importance = (typeof levels)[number];

/** Tests for the importance of an attribute. The first true test decides. */
const tests: readonly (readonly [Importance, (facts: Facts) => boolean])[] = [
  ['secondary', ({ attribute, name }) => secondary.has(attribute) || isDetail(attribute, name)],
  ['identifying', isIdentifying],
  ['unprotected', isWeak],
  ['informative', isInformative],
  ['judged', isJudged],
];

/** Returns how much an attribute of a resource says to a reviewer. Undefined for a setting that is off, unless rules judge it. */
export function importanceOfAttribute(type: string, { path, values }: Leaf): Importance | undefined {
  const [attribute = '', ...nested] = path;
  const name = path.at(-1) ?? '';
  const facts = { type, attribute, name, words: wordsOf(name), isTop: nested.length === 0, values };
  if (values.every((value) => value === false) && !isWeak(facts) && !isJudged(facts)) return undefined;
  return tests.find(([, isTrue]) => isTrue(facts))?.[0] ?? 'other';
}

/** Returns whether an importance is higher than another. */
export const isAbove = (one: Importance, other: Importance): boolean => levels.indexOf(one) < levels.indexOf(other);

/** Compares attributes by importance, highest first. */
export const byImportance = (a: Importance, b: Importance): number => levels.indexOf(a) - levels.indexOf(b);
