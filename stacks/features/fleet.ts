import { DataAwsIotEndpoint } from '@cdktf/provider-aws/lib/data-aws-iot-endpoint';
import { IotCertificate } from '@cdktf/provider-aws/lib/iot-certificate';
import { IotPolicyAttachment } from '@cdktf/provider-aws/lib/iot-policy-attachment';
import { IotThing } from '@cdktf/provider-aws/lib/iot-thing';
import { IotThingGroup } from '@cdktf/provider-aws/lib/iot-thing-group';
import { IotThingGroupMembership } from '@cdktf/provider-aws/lib/iot-thing-group-membership';
import { IotThingPrincipalAttachment } from '@cdktf/provider-aws/lib/iot-thing-principal-attachment';
import { IotThingType } from '@cdktf/provider-aws/lib/iot-thing-type';
import { DeclaredConstruct, DevicePolicy, declareOutputs, Feature, type Statement } from '@himeshima/constructs';
import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { certificateShadow } from '../../contracts/certificates';
import { basicIngest, measurementsRule } from '../../contracts/topics';
import { environmentOf } from '../environment-context';

/** Device fleet: thing types and groups, the device policy, and the example things of the environment. */
export class Fleet extends Feature {
  readonly kinds: { readonly light: KindOfThing; readonly sensor: KindOfThing };
  /** Policy of all devices with their own certificate. */
  readonly policy: DevicePolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const environment = environmentOf(this);
    this.kinds = {
      light: new KindOfThing(this, 'light', 'A light that is switched by its shadow'),
      sensor: new KindOfThing(this, 'sensor', 'A sensor of the kind, and in the room, that its attributes say'),
    };
    this.policy = new DevicePolicy(this, 'device', [...ownShadows(environment), ownMeasurements(environment)]);
    for (const { name, type, attributes } of environment.exampleThings) {
      new ExampleThing(this, name, { kind: this.kinds[type], attributes, policy: this.policy });
    }
    // Data-ATS has a certificate signed by Amazon Trust Services (AWS IoT developer guide, "Server authentication").
    const endpoint = new DataAwsIotEndpoint(this, 'devices-endpoint', { endpointType: 'iot:Data-ATS' });
    declareOutputs(this, { mqtt_endpoint: endpoint.endpointAddress });
  }
}

/** Thing type and the group of its things: `light` and `lights`. */
class KindOfThing extends DeclaredConstruct {
  readonly type: IotThingType;
  readonly group: IotThingGroup;

  constructor(scope: Construct, id: string, description: string) {
    super(scope, id);
    this.type = new IotThingType(this, 'Default', { name: id, properties: { description } });
    this.group = new IotThingGroup(this, 'group', { name: `${id}s`, properties: { description: `Every ${id}` } });
  }
}

interface ExampleThingProps {
  readonly kind: KindOfThing;
  readonly attributes: Readonly<Record<string, string>>;
  readonly policy: DevicePolicy;
}

/** Example thing. Its certificate is issued for a CSR that is passed as a Terraform variable, so the private key stays with the caller. */
class ExampleThing extends DeclaredConstruct {
  constructor(scope: Construct, id: string, { kind, attributes, policy }: ExampleThingProps) {
    super(scope, id);
    const csr = new TerraformVariable(this, 'csr', {
      type: 'string',
      description: `PEM of the certificate signing request for the thing ${id}; its private key never leaves the device`,
    });
    const thing = new IotThing(this, 'Default', { name: id, thingTypeName: kind.type.name, attributes });
    const certificate = new IotCertificate(this, 'certificate', { active: true, csr: csr.stringValue });
    new IotThingPrincipalAttachment(this, 'has-certificate', { thing: thing.name, principal: certificate.arn });
    new IotPolicyAttachment(this, 'has-policy', { policy: policy.name, target: certificate.arn });
    new IotThingGroupMembership(this, 'in-group', { thingName: thing.name, thingGroupName: kind.group.name });
  }
}

/**
 * Allows a sensor to publish only to the topic that its thing's attributes define, also with Basic Ingest. A thing without the
 * attributes cannot publish, because a policy variable without a value matches nothing.
 */
function ownMeasurements({ region, account }: Environment): Statement {
  const topic = 'Sensor/${iot:Connection.Thing.Attributes[kind]}/${iot:Connection.Thing.Attributes[room]}';
  const iot = `arn:aws:iot:${region}:${account}:topic`;
  return {
    Effect: 'Allow',
    Action: ['iot:Publish'],
    Resource: [`${iot}/${topic}`, `${iot}/${basicIngest(measurementsRule, topic)}`],
  };
}

/**
 * Allows a device to connect under its thing name, with a certificate that is attached to the thing, and to use its own classic
 * and certificate shadows: publish `update` and `get`, and receive all responses and events. The policy variable resolves only
 * if the client id is the thing name and the certificate is attached to that thing (AWS IoT developer guide, "Thing policy
 * variables").
 */
function ownShadows({ region, account }: Environment): readonly Statement[] {
  const iot = `arn:aws:iot:${region}:${account}`;
  const thing = '${iot:Connection.Thing.ThingName}';
  const shadow = `$aws/things/${thing}/shadow`;
  return [
    {
      Effect: 'Allow',
      Action: ['iot:Connect'],
      Resource: `${iot}:client/${thing}`,
      Condition: { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } },
    },
    {
      Effect: 'Allow',
      Action: ['iot:Publish'],
      Resource: [shadow, `${shadow}/name/${certificateShadow}`].flatMap((topic) => [
        `${iot}:topic/${topic}/update`,
        `${iot}:topic/${topic}/get`,
      ]),
    },
    { Effect: 'Allow', Action: ['iot:Subscribe'], Resource: `${iot}:topicfilter/${shadow}/*` },
    { Effect: 'Allow', Action: ['iot:Receive'], Resource: `${iot}:topic/${shadow}/*` },
  ];
}
