import { rightsGained } from '../../lib/policy';
import { say } from '../phrase';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import { policiesIn } from './policies';
import { rightsInWords } from './rights-in-words';
import type { Danger, Rule } from './rule';

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
  aws_iot_thing_principal_attachment: 'what a policy ties to the name of the thing is refused',
});

/** Devices that worked do not get in any more, or may do less. */
export const devicesCutOff: Rule = (plan) => [
  ...changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const without = letsInBy(change.type);
    if (without === undefined) return [];
    const how = change.action === 'delete' ? 'is deleted' : 'is replaced';
    return [{ kind: 'devices cut off', address: change.address, what: say`${change.address} ${[how]}: ${[without]}` }];
  }),
  ...changesOf(plan, 'update').flatMap((change): Danger[] => {
    const off = [
      ['aws_iot_certificate', 'active', 'deactivated: the device with it cannot connect any more'],
      ['aws_iot_ca_certificate', 'active', 'deactivated: devices whose certificates it signed cannot connect any more'],
      ['aws_iot_provisioning_template', 'enabled', 'switched off: new devices are not provisioned any more'],
    ] as const;
    return off.flatMap(([type, attribute, what]): Danger[] =>
      change.type === type && change.before[attribute] === true && change.after[attribute] === false
        ? [{ kind: 'devices cut off', address: change.address, what: say`${change.address} is ${[what]}` }]
        : [],
    );
  }),
  ...policiesIn(plan).flatMap(({ kind, by: [first], before, after, untold }): Danger[] => {
    if (kind !== 'device' || first.action !== 'update' || untold !== undefined) return [];
    const lost = rightsGained(after, before);
    if (lost.length === 0) return [];
    const what = say`devices with ${first.address} may no longer ${rightsInWords(lost, kind)}`;
    return [{ kind: 'devices cut off', address: first.address, what }];
  }),
];
