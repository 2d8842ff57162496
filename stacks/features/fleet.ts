import { DataAwsIotEndpoint } from '@cdktf/provider-aws/lib/data-aws-iot-endpoint';
import { IotCertificate } from '@cdktf/provider-aws/lib/iot-certificate';
import { IotPolicyAttachment } from '@cdktf/provider-aws/lib/iot-policy-attachment';
import { IotThing } from '@cdktf/provider-aws/lib/iot-thing';
import { IotThingGroup } from '@cdktf/provider-aws/lib/iot-thing-group';
import { IotThingGroupMembership } from '@cdktf/provider-aws/lib/iot-thing-group-membership';
import { IotThingPrincipalAttachment } from '@cdktf/provider-aws/lib/iot-thing-principal-attachment';
import { IotThingType } from '@cdktf/provider-aws/lib/iot-thing-type';
import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { certificateShadow } from '../../contracts/certificates';
import { basicIngest, measurementsRule } from '../../contracts/topics';
import { Declared } from '../constructs/declared';
import { Feature } from '../constructs/feature';
import { DevicePolicy } from '../constructs/iot-policy';
import { declareOutputs } from '../constructs/outputs';
import { platformOf } from '../constructs/platform';
import type { Statement } from '../constructs/policy-document';

/** The devices: what they are, what they may do, and the example things of this environment. */
export class Fleet extends Feature {
  readonly kinds: { readonly light: KindOfThing; readonly sensor: KindOfThing };
  /** What every device may do with its own certificate. */
  readonly policy: DevicePolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { environment } = platformOf(this);
    this.kinds = {
      light: new KindOfThing(this, 'light', 'A light that is switched by its shadow'),
      sensor: new KindOfThing(this, 'sensor', 'A sensor of the kind, and in the room, that its attributes say'),
    };
    this.policy = new DevicePolicy(this, 'device', [...ownShadowAlone(environment), ownMeasurements(environment)]);
    for (const { name, type, attributes } of environment.exampleThings) {
      new ExampleThing(this, name, { kind: this.kinds[type], attributes, policy: this.policy });
    }
    // Data-ATS: whose certificate devices can check by Amazon's own authority (AWS IoT developer guide, "Server authentication").
    const endpoint = new DataAwsIotEndpoint(this, 'devices-endpoint', { endpointType: 'iot:Data-ATS' });
    declareOutputs(this, { mqtt_endpoint: endpoint.endpointAddress });
  }
}

/** A thing type, and the group of all things of it: `light` and `lights`. */
class KindOfThing extends Declared {
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

/** A thing whose certificate is made from a CSR that the one who applies hands in: the private key stays there. */
class ExampleThing extends Declared {
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
 * A sensor publishes to the one topic that its thing's attributes name, by Basic Ingest as well. A thing without them
 * publishes nowhere: a variable without a value matches nothing.
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
 * A device may connect under its own name, with a certificate that is attached to its thing, and use its own shadow
 * and that of its certificate: it sends `update` and `get`, and hears all that the shadows say. AWS IoT developer guide, "Thing policy variables":
 * the variable resolves only where the client id is the thing's name and the certificate is attached to that thing.
 */
function ownShadowAlone({ region, account }: Environment): readonly Statement[] {
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
      Resource: [shadow, `${shadow}/name/${certificateShadow}`].flatMap((own) => [
        `${iot}:topic/${own}/update`,
        `${iot}:topic/${own}/get`,
      ]),
    },
    { Effect: 'Allow', Action: ['iot:Subscribe'], Resource: `${iot}:topicfilter/${shadow}/*` },
    { Effect: 'Allow', Action: ['iot:Receive'], Resource: `${iot}:topic/${shadow}/*` },
  ];
}
