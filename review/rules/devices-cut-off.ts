import { rightsGained } from '../../lib/policy';
import { equal } from '../../lib/terraform';
import { joined, say } from '../phrase';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import { isUnknownAt } from '../plan/value-at';
import { changedIn } from '../renames';
import { formatRights } from './format-rights';
import { policiesIn } from './policies';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, unlessOneOf, whereFalse, whereOneOf } from './switches';

/** What lets devices in, and what becomes of them without it. */
const letsInBy = byType<string>({
  aws_iot_authorizer: 'devices that it lets in cannot connect any more',
  aws_iot_ca_certificate: 'devices whose certificates it signed cannot register any more',
  aws_iot_certificate: 'the device with this certificate cannot connect any more',
  aws_iot_domain_configuration: 'devices that connect by its name find nobody',
  aws_iot_policy: 'devices that have it may do nothing any more',
  aws_iot_policy_attachment: 'devices with that certificate lose the policy',
  aws_iot_provisioning_template: 'new devices are not provisioned any more',
  aws_iot_role_alias: 'devices that borrow its role get no credentials any more',
  aws_iot_thing_group_membership: 'what a policy of the group allowed is refused',
  aws_iot_thing_principal_attachment: 'what a policy ties to the name of the thing is refused',
});

/** What can be switched off while it stays. Terraform Registry, hashicorp/aws 6.25 */
const switchesOf = byType<readonly Switch[]>({
  aws_iot_authorizer: [
    unlessOneOf(['status'], ['ACTIVE'], 'is switched off: devices that it lets in cannot connect any more'),
  ],
  aws_iot_ca_certificate: [
    whereFalse(['active'], 'is deactivated: devices whose certificates it signed cannot connect any more'),
    whereFalse(
      ['allow_auto_registration'],
      'registers no new certificates: devices that come with their first one are refused',
    ),
  ],
  aws_iot_certificate: [whereFalse(['active'], 'is deactivated: the device with it cannot connect any more')],
  aws_iot_domain_configuration: [
    whereOneOf(['status'], ['DISABLED'], 'is disabled: devices that connect by its name are refused'),
  ],
  aws_iot_provisioning_template: [whereFalse(['enabled'], 'is switched off: new devices are not provisioned any more')],
});

/** What has to be as devices know it. */
const knownToDevices = byType<{ readonly attributes: readonly string[]; readonly refused: string }>({
  aws_iot_authorizer: {
    attributes: ['authorizer_function_arn', 'token_key_name', 'token_signing_public_keys'],
    refused: 'devices whose tokens fit the old one may be refused',
  },
  aws_iot_ca_certificate: {
    attributes: ['certificate_mode', 'registration_config'],
    refused: 'devices that come with their first certificate may be refused',
  },
  aws_iot_domain_configuration: {
    attributes: [
      'application_protocol',
      'authentication_type',
      'authorizer_config',
      'server_certificate_arns',
      'tls_config',
    ],
    refused: 'devices that know the old one may not connect any more',
  },
});

/** Devices that worked do not get in any more, or may do less. */
export const devicesCutOff: Rule = (plan) => [
  ...changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const without = letsInBy(change.type);
    if (without === undefined) return [];
    const how = change.action === 'delete' ? 'is deleted' : 'is replaced';
    return [{ kind: 'devices cut off', address: change.address, what: say`${change.address} ${[how]}: ${[without]}` }];
  }),
  ...switchedOff(plan, 'devices cut off', switchesOf),
  ...changedIn(plan).flatMap((change): Danger[] => {
    const { attributes = [], refused = '' } = knownToDevices(change.type) ?? {};
    const others = attributes.filter((name) => {
      const [was, is] = [change.before[name] ?? null, change.after[name] ?? null];
      return !isUnknownAt(change, [name]) && !isNothing(was) && !equal(was, is);
    });
    if (others.length === 0 || change.action === 'replace') return [];
    const what = say`${change.address} has another ${joined(others.map((name) => say`${name}`))}: ${[refused]}`;
    return [{ kind: 'devices cut off', address: change.address, what }];
  }),
  ...policiesIn(plan).flatMap(({ kind, by: [first], before, after, untold }): Danger[] => {
    if (kind !== 'device' || first.action !== 'update' || untold !== undefined) return [];
    const lost = rightsGained(after, before);
    if (lost.length === 0) return [];
    const what = say`devices with ${first.address} may no longer ${formatRights(lost, kind)}`;
    return [{ kind: 'devices cut off', address: first.address, what }];
  }),
];

const isNothing = (value: object | string | number | boolean | null) =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
