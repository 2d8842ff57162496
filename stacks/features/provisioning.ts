import { IotCertificate } from '@cdktf/provider-aws/lib/iot-certificate';
import { IotPolicyAttachment } from '@cdktf/provider-aws/lib/iot-policy-attachment';
import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { seconds } from '../../config/units';
import { bindings } from '../../contracts/bindings';
import {
  answersTo,
  certificateFromCsr,
  claimClient,
  parameterNames,
  provisionBy,
  ThingType,
} from '../../contracts/provisioning';
import { Declared } from '../constructs/declared';
import { Feature } from '../constructs/feature';
import { DevicePolicy } from '../constructs/iot-policy';
import { NodeFunction } from '../constructs/node-function';
import { platformOf } from '../constructs/platform';
import type { Statement } from '../constructs/policy-document';
import { ProvisioningTemplate } from '../constructs/provisioning-template';
import { newest, SavedQuery } from '../constructs/saved-query';
import { read, Table, update } from '../constructs/table';
import type { Fleet } from './fleet';

/**
 * A new device → the claim certificate, which all of them carry → a certificate of its own, made from its CSR →
 * `provisioning-hook`: is its serial number known, and not used? → its thing, type, group and policy.
 */
export class Provisioning extends Feature {
  readonly serials: Table;

  constructor(scope: Construct, id: string, { fleet }: { readonly fleet: Fleet }) {
    super(scope, id);
    const { environment } = platformOf(this);
    const serials = new Table(this, 'serial-numbers', { key: { name: 'serial', type: 'string' } });
    this.serials = serials;
    const hook = new NodeFunction(this, 'provisioning-hook', {
      timeout: seconds(5),
      environment: bindings.provisioningHook.environment({ table: serials.name }),
      can: [read(serials), update(serials)],
    });
    const { light, sensor } = fleet.kinds;
    const given = { namedBy: parameterNames.serial, policy: fleet.policy, hook };
    new ProvisioningTemplate(this, 'light', {
      description: 'A light that comes for the first time',
      attributes: {},
      ...light,
      ...given,
    });
    new ProvisioningTemplate(this, 'sensor', {
      description: 'A sensor that comes for the first time; it may publish what, and where, its attributes say',
      attributes: { kind: parameterNames.kind, room: parameterNames.room },
      ...sensor,
      ...given,
    });
    new SavedQuery(this, 'provisioning-verdicts', { of: [hook], query: newest('serial', 'template') });
    const policy = new DevicePolicy(this, 'claim', provisionAlone(environment, ThingType.options));
    new ClaimCertificate(this, 'provisioning-claim', { policy });
  }
}

/** The certificate that devices leave the factory with. Whoever makes it keeps its key; the plan knows the CSR alone. */
class ClaimCertificate extends Declared {
  constructor(scope: Construct, id: string, { policy }: { readonly policy: DevicePolicy }) {
    super(scope, id);
    const csr = new TerraformVariable(this, 'csr', {
      type: 'string',
      description: 'PEM of the certificate signing request for the claim certificate; devices carry its private key',
    });
    const certificate = new IotCertificate(this, 'Default', { active: true, csr: csr.stringValue });
    new IotPolicyAttachment(this, 'has-policy', { policy: policy.name, target: certificate.arn });
  }
}

/**
 * Who has the claim certificate may ask for a certificate, and by these templates for a thing; it hears the answers to
 * that, and nothing else (AWS IoT developer guide, "Provisioning by claim"). `create/json` is left out: there AWS IoT
 * makes the private key, and sends it.
 */
function provisionAlone({ region, account }: Environment, templates: readonly string[]): readonly Statement[] {
  const iot = `arn:aws:iot:${region}:${account}`;
  const asked = [certificateFromCsr, ...templates.map(provisionBy)];
  const answers = asked.map((topic) => answersTo(topic)).flatMap(({ accepted, rejected }) => [accepted, rejected]);
  return [
    { Effect: 'Allow', Action: ['iot:Connect'], Resource: `${iot}:client/${claimClient('*')}` },
    { Effect: 'Allow', Action: ['iot:Publish'], Resource: asked.map((topic) => `${iot}:topic/${topic}`) },
    { Effect: 'Allow', Action: ['iot:Subscribe'], Resource: answers.map((topic) => `${iot}:topicfilter/${topic}`) },
    { Effect: 'Allow', Action: ['iot:Receive'], Resource: answers.map((topic) => `${iot}:topic/${topic}`) },
  ];
}
