import { CloudcontrolapiResource } from '@cdktf/provider-aws/lib/cloudcontrolapi-resource';
import type { Construct } from 'constructs';
import { type Duration, kibibytes, minutes, type Size } from '../../config/units';
import { type AlertTopic, publish } from '../constructs/alert-topic';
import { Feature } from '../constructs/feature';
import { platformOf } from '../constructs/platform';
import { ServiceRole } from '../constructs/service-role';

/** Device Defender counts by device, over spans that it chooses from 5 minutes up (API reference, "BehaviorCriteria"). */
const span: Duration = minutes(5);

/** The largest message that a device of ours sends is a shadow of 8 KB (AWS IoT quotas, "Device Shadow"). */
const largestMessage: Size = kibibytes(8);

/**
 * What no device of ours does in `span`, by cloud-side metrics: developer guide, "detect-device-side-metrics". A sensor
 * that measured each second would send 300 messages; one that is refused again and again probes what it may do.
 */
const behaviours = [
  atMost('message-size', 'aws:message-byte-size', largestMessage.bytes),
  atMost('message-rate', 'aws:num-messages-sent', 600),
  atMost('authorization-failures', 'aws:num-authorization-failures', 5),
  atMost('connection-attempts', 'aws:num-connection-attempts', 20),
  atMost('disconnects', 'aws:num-disconnects', 20),
];

function atMost(Name: string, Metric: string, Count: number) {
  // The size of a message is judged by itself, whatever the span.
  const over = Metric === 'aws:message-byte-size' ? {} : { DurationSeconds: span.seconds };
  const Criteria = {
    ComparisonOperator: 'less-than-equals',
    Value: { Count: String(Count) },
    ...over,
    ConsecutiveDatapointsToAlarm: 1,
    ConsecutiveDatapointsToClear: 1,
  };
  return { Name, Metric, Criteria };
}

/** Device Defender watches how every device behaves; who violates the profile is told to those who hear the alerts. */
export class DeviceSecurity extends Feature {
  constructor(scope: Construct, id: string, { topic }: { readonly topic: AlertTopic }) {
    super(scope, id);
    const { region, account } = platformOf(this).environment;
    const name = 'every-device';
    const role = new ServiceRole(this, 'violations-role', {
      name: 'violations',
      service: 'iot.amazonaws.com',
      // AWS IoT Device Defender developer guide, "Cross-service confused deputy prevention"
      source: { account, arn: `arn:aws:iot:${region}:${account}:*` },
      can: [publish(topic)],
    });
    // The AWS provider has no resource for it.
    new CloudcontrolapiResource(this, 'every-device', {
      typeName: 'AWS::IoT::SecurityProfile',
      desiredState: JSON.stringify({
        SecurityProfileName: name,
        SecurityProfileDescription: 'What no device of ours does',
        Behaviors: behaviours,
        AlertTargets: { SNS: { AlertTargetArn: topic.arn, RoleArn: role.arn } },
        TargetArns: [`arn:aws:iot:${region}:${account}:all/registered-things`],
      }),
      dependsOn: [role.policy],
    });
  }
}
