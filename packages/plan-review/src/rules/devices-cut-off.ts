import { rightsGained } from '@himeshima/aws-policy';
import { equal } from '@himeshima/terraform-json';
import { joined, say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { isUnknownAt } from '../plan/value-at';
import { changedIn } from '../renames';
import { formatRights } from './format-rights';
import { policiesIn } from './policies';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, unlessOneOf, whereFalse, whereOneOf } from './switches';

/** Consequence of deleting a resource that devices need to connect. Keys are resource types. */
const consequenceOf = byType<string>({
  aws_iot_authorizer: 'devices that use the authorizer can no longer connect',
  aws_iot_ca_certificate: 'devices with certificates from this CA can no longer register',
  aws_iot_certificate: 'devices with this certificate can no longer connect',
  aws_iot_domain_configuration: 'devices that use its domain name can no longer connect',
  aws_iot_policy: 'devices lose the permissions of the policy',
  aws_iot_policy_attachment: 'devices with the certificate lose the policy',
  aws_iot_provisioning_template: 'new devices can no longer be provisioned',
  aws_iot_role_alias: 'devices can no longer get credentials for its role',
  aws_iot_thing_group_membership: 'the thing loses the permissions of the group',
  aws_iot_thing_principal_attachment: 'permissions that depend on the thing are denied',
});

/** Settings that disable a resource that devices need. Source: Terraform Registry, hashicorp/aws 6.25 */
const switchesOf = byType<readonly Switch[]>({
  aws_iot_authorizer: [
    unlessOneOf(['status'], ['ACTIVE'], 'is disabled: devices that use the authorizer can no longer connect'),
  ],
  aws_iot_ca_certificate: [
    whereFalse(['active'], 'is deactivated: devices with certificates from this CA can no longer connect'),
    whereFalse(['allow_auto_registration'], 'no longer registers certificates automatically: new devices are rejected'),
  ],
  aws_iot_certificate: [whereFalse(['active'], 'is deactivated: devices with this certificate can no longer connect')],
  aws_iot_domain_configuration: [
    whereOneOf(['status'], ['DISABLED'], 'is disabled: devices that use its domain name can no longer connect'),
  ],
  aws_iot_provisioning_template: [whereFalse(['enabled'], 'is disabled: new devices can no longer be provisioned')],
});

/** Attributes that devices depend on, and the consequence of a change. */
const deviceFacing = byType<{ readonly attributes: readonly string[]; readonly consequence: string }>({
  aws_iot_authorizer: {
    attributes: ['authorizer_function_arn', 'token_key_name', 'token_signing_public_keys'],
    consequence: 'devices with tokens for the old authorizer may be rejected',
  },
  aws_iot_ca_certificate: {
    attributes: ['certificate_mode', 'registration_config'],
    consequence: 'new devices may be rejected',
  },
  aws_iot_domain_configuration: {
    attributes: [
      'application_protocol',
      'authentication_type',
      'authorizer_config',
      'server_certificate_arns',
      'tls_config',
    ],
    consequence: 'devices that expect the old value may fail to connect',
  },
});

/** Reports changes after which devices can no longer connect, or have fewer permissions. */
export const devicesCutOff: Rule = (plan) => [
  ...changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const without = consequenceOf(change.type);
    if (without === undefined) return [];
    const how = change.action === 'delete' ? 'is deleted' : 'is replaced';
    return [{ kind: 'devices cut off', address: change.address, what: say`${change.address} ${[how]}: ${[without]}` }];
  }),
  ...switchedOff(plan, 'devices cut off', switchesOf),
  ...changedIn(plan).flatMap((change): Danger[] => {
    const { attributes = [], consequence = '' } = deviceFacing(change.type) ?? {};
    const changed = attributes.filter((name) => {
      const [was, is] = [change.before[name] ?? null, change.after[name] ?? null];
      return !isUnknownAt(change, [name]) && !isNothing(was) && !equal(was, is);
    });
    if (changed.length === 0 || change.action === 'replace') return [];
    const what = say`${change.address} has a different ${joined(changed.map((name) => say`${name}`))}: ${[consequence]}`;
    return [{ kind: 'devices cut off', address: change.address, what }];
  }),
  ...policiesIn(plan).flatMap(({ kind, by: [first], before, after, unknownBecause }): Danger[] => {
    if (kind !== 'device' || first.action !== 'update' || unknownBecause !== undefined) return [];
    const lost = rightsGained(after, before);
    if (lost.length === 0) return [];
    // a new condition restricts a permission but does not remove it
    const isConditional = lost.every(({ without }) => without.length > 0);
    const rights = isConditional
      ? lost.map((right) => ({ ...right, conditions: [...right.conditions, ...right.without], without: [] }))
      : lost;
    const can = words(isConditional ? 'can now only' : 'can no longer');
    const what = say`devices with ${first.address} ${can} ${formatRights(rights, kind)}`;
    return [{ kind: 'devices cut off', address: first.address, what }];
  }),
];

const isNothing = (value: object | string | number | boolean | null) =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
