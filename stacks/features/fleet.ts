import { DataAwsIotEndpoint } from '@cdktf/provider-aws/lib/data-aws-iot-endpoint';
import {
  collect,
  DeviceKind,
  DevicePolicy,
  declareOutputs,
  ExampleThing,
  Feature,
  type NodeFunction,
  ownThing,
  ProvisioningTemplate,
  type Statement,
} from '@himeshima/constructs';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { certificateShadow } from '../../contracts/certificates';
import { parameterNames } from '../../contracts/provisioning';
import { environmentOf } from '../environment-context';

/**
 * Device fleet: the device policy, a provisioning template for each device kind, and the example things. The kinds and things
 * are declared by earlier features.
 */
export class Fleet extends Feature {
  /** Policy of all devices that have their own certificate. */
  readonly policy: DevicePolicy;

  /** @param props `hook`: function that checks new devices */
  constructor(scope: Construct, id: string, { hook }: { readonly hook: NodeFunction }) {
    super(scope, id);
    const environment = environmentOf(this);
    const kinds = collect(this, DeviceKind);
    this.policy = new DevicePolicy(this, 'device', [...ownShadows(environment), ...kinds.flatMap(({ may }) => may)]);
    const common = { namedBy: parameterNames.serial, policy: this.policy, hook };
    for (const { node, template, type, group } of kinds)
      if (template) new ProvisioningTemplate(this, node.id, { ...template, type, group, ...common });
    const examples = collect(this, ExampleThing);
    if (environment.hasExampleThings) for (const thing of examples) thing.register({ kinds, policy: this.policy });
    // The Data-ATS endpoint has a certificate signed by Amazon Trust Services (AWS IoT developer guide, "Server authentication").
    const endpoint = new DataAwsIotEndpoint(this, 'devices-endpoint', { endpointType: 'iot:Data-ATS' });
    declareOutputs(this, { mqtt_endpoint: endpoint.endpointAddress });
  }
}

/**
 * Allows a device to connect under its thing name, with a certificate that is attached to the thing, and to use its own classic
 * and certificate shadows: publish `update` and `get`, and receive all responses and events. The policy variable resolves only
 * if the client id is the thing name and the certificate is attached
 * to that thing (AWS IoT developer guide, "Thing policy variables").
 */
function ownShadows({ region, account }: Environment): readonly Statement[] {
  const iot = `arn:aws:iot:${region}:${account}`;
  const shadow = `$aws/things/${ownThing}/shadow`;
  return [
    {
      Effect: 'Allow',
      Action: ['iot:Connect'],
      Resource: `${iot}:client/${ownThing}`,
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
