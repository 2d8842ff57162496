import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { exemptsMatches } from '../knowledge/denying';
import { grantsOnlyToEveryone } from '../knowledge/everyone';
import { deletionOf } from '../knowledge/knowledge';
import type { Change, Plan } from '../plan/plan';
import { isStateful } from '../plan/stored-data';
import { textAt, textsAt, textsIn } from '../plan/value-at';
import { deletionByName } from './generic/deleted-types';
import { hasAccessByTeam, isTrafficAccepted } from './granted-otherwise';
import { hasKnownSource, openingsIn } from './internet-openings';
import { isSensitive } from './open-ports';

/**
 * Returns why a deletion takes nothing away that anything needs, although deletions of the type usually do. Undefined for other
 * changes. A reviewer should still look at such a deletion.
 */
export function whyNothingIsLost(plan: Plan, change: Change): string | undefined {
  if (change.action !== 'delete') return undefined;
  return reasons.find(([, isTrue]) => isTrue(change, plan))?.[0];
}

const reasons: readonly (readonly [reason: string, isTrue: (change: Change, plan: Plan) => boolean])[] = [
  ['it only gave outsiders access', closesAccess],
  ['it let every Azure customer in', admitsAzure],
  ['it made every program of a namespace an administrator', isOfDefaultAccount],
  ['it turned protections off', isExemption],
  ['another rule still accepts its traffic', isTrafficAccepted],
  ['a team still gives the access', hasAccessByTeam],
  ['its principal no longer exists', isOfDeletedPrincipal],
  ['one person loses access', isOfOnePerson],
  ['it was turned off', isTurnedOff],
  ['AWS keeps its defaults, which cannot be deleted', ({ type }) => /^aws_default_(?!subnet$|vpc$)/.test(type)],
  ['it has expired', ({ before }) => before['has_expired'] === true || before['expired'] === true],
  [
    'the API stays enabled',
    ({ type, before }) => type === 'google_project_service' && before['disable_on_destroy'] === false,
  ],
  ['it proved the ownership of a domain to a certificate authority', isChallenge],
];

/** Returns whether a rule or a grant only lets outsiders in, or lets traffic bypass a protection. */
function closesAccess({ before }: Change): boolean {
  return (
    (grantsOnlyToEveryone(before) && !servesEveryone(before)) ||
    exemptsMatches(before) ||
    opensOnlySensitivePorts(before) ||
    admitsEveryAddress(before)
  );
}

/** Returns whether the principal of a grant was deleted before. Source: Google Cloud, "Deleted principals" */
function isOfDeletedPrincipal({ before }: Change): boolean {
  const members = [...textsIn(before['members']), ...textsAt(before, ['member'])];
  return members.length > 0 && members.every((member) => member.startsWith('deleted:'));
}

/** Returns whether only one person, and no program, had the rights of a binding. */
function isOfOnePerson({ type, before }: Change): boolean {
  const [subject, ...others] = textsAt(before, ['subject', 'kind']);
  return /^kubernetes_(?:cluster_)?role_binding(?:_v1)?$/.test(type) && subject === 'User' && others.length === 0;
}

/** Returns whether a resource without data was switched off. */
function isTurnedOff({ type, before }: Change): boolean {
  const { losesData, meaning } = deletionOf(type) ?? deletionByName(type) ?? {};
  return (
    !isStateful(type) &&
    losesData !== true &&
    meaning !== 'identity' &&
    (before['active'] === false || before['enabled'] === false || before['disabled'] === true)
  );
}

/** Returns whether a DNS record answers a challenge of ACME, which is valid once. Source: RFC 8555, 8.4 */
function isChallenge({ type, before }: Change): boolean {
  return (
    /_record(?:_set)?$/.test(type) &&
    before['type'] === 'TXT' &&
    ['name', 'fqdn', 'hostname'].some((name) => textAt(before, [name])?.startsWith('_acme-challenge') === true)
  );
}

/** Returns whether a grant lets everyone call a public service, which they can no longer do after its deletion. */
const servesEveryone = ({ role }: ValueObject): boolean => typeof role === 'string' && /invoker$/i.test(role);

function opensOnlySensitivePorts(rule: ValueObject): boolean {
  const openings = openingsIn(rule);
  return (
    openings.length > 0 &&
    !hasKnownSource(rule) &&
    openings.every(({ ports }) => ports !== undefined && /^\d+$/.test(ports) && isSensitive(ports))
  );
}

/** Returns whether the firewall rule of a database in Azure lets all services in Azure in. Source: Azure SQL Database, "IP firewall rules" */
function admitsAzure({ before }: Change): boolean {
  return before['start_ip_address'] === '0.0.0.0' && before['end_ip_address'] === '0.0.0.0';
}

/** Returns whether a binding made only default service accounts administrators, which all programs without an own account use. */
function isOfDefaultAccount({ before }: Change): boolean {
  const names = textsAt(before, ['subject', 'name']);
  return (
    textAt(before, ['role_ref', 'name']) === 'cluster-admin' &&
    names.length > 0 &&
    names.every((name) => name === 'default') &&
    textsAt(before, ['subject', 'kind']).every((kind) => kind === 'ServiceAccount')
  );
}

/** Settings of a page rule in Cloudflare that turn protections off. Source: Terraform Registry, cloudflare/cloudflare 5 */
const exemptions: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ['browser_check', ['off']],
  ['disable_security', [true]],
  ['security_level', ['off', 'essentially_off']],
  ['waf', ['off']],
]);

function isExemption({ type, before: { actions } }: Change): boolean {
  const [only] = actions !== undefined && isList(actions) ? actions : [actions];
  const set = Object.entries(only !== undefined && isObject(only) ? only : {}).filter(([, value]) => !isUnset(value));
  return (
    type === 'cloudflare_page_rule' &&
    set.length > 0 &&
    set.every(([name, value]) => exemptions.get(name)?.includes(value))
  );
}

/** Returns whether an action of a page rule is not set. The provider stores false and empty blocks, too. */
const isUnset = (value: Value): boolean =>
  value === null || value === false || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

/** Returns whether the firewall rule of a database in Azure contains all addresses. */
const admitsEveryAddress = (rule: ValueObject): boolean =>
  rule['start_ip_address'] === '0.0.0.0' && rule['end_ip_address'] === '255.255.255.255';
