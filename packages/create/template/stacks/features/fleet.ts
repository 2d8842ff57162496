import { DataAwsIotEndpoint } from '@cdktf/provider-aws/lib/data-aws-iot-endpoint';
import {
  collect,
  DeviceKind,
  DevicePolicy,
  declareOutputs,
  ExampleThing,
  Feature,
  ownThing,
} from '@himeshima/constructs';
import type { Construct } from 'constructs';
import { environmentOf } from '../environment-context';

/**
 * Device fleet: the policy of all devices and the example things, for the device kinds of the preceding features.
 */
export class Fleet extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { region, account, hasExampleThings } = environmentOf(this);
    const kinds = collect(this, DeviceKind);
    const policy = new DevicePolicy(this, 'device', [
      {
        // a device connects with its thing name as client ID, and with a certificate attached to the thing
        Effect: 'Allow',
        Action: ['iot:Connect'],
        Resource: `arn:aws:iot:${region}:${account}:client/${ownThing}`,
        Condition: { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } },
      },
      ...kinds.flatMap(({ may }) => may),
    ]);
    const examples = collect(this, ExampleThing);
    if (hasExampleThings) for (const thing of examples) thing.register({ kinds, policy });
    const endpoint = new DataAwsIotEndpoint(this, 'devices-endpoint', { endpointType: 'iot:Data-ATS' });
    declareOutputs(this, { mqtt_endpoint: endpoint.endpointAddress });
  }
}
