import { CloudcontrolapiResource } from '@cdktf/provider-aws/lib/cloudcontrolapi-resource';
import { type AlertTopic, Feature, publish, ServiceRole } from '@himeshima/constructs';
import { type Duration, kibibytes, minutes, type Size } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { environmentOf } from '../environment-context';

/** Evaluation period. Device Defender supports periods of at least 5 minutes (API reference, "BehaviorCriteria"). */
const span: Duration = minutes(5);

/** Size of the largest expected message, a shadow document (AWS IoT quotas, "Device Shadow"). */
const largestMessage: Size = kibibytes(8);

/**
 * Limits of normal behavior per device and period, measured by cloud-side metrics (AWS IoT Device Defender developer guide,
 * "detect-device-side-metrics"). A sensor that measures every second sends 300 messages. Repeated authorization failures indicate
 * probing.
 */
const behaviours = [
  atMost('message-size', 'aws:message-byte-size', largestMessage.bytes),
  atMost('message-rate', 'aws:num-messages-sent', 600),
  atMost('authorization-failures', 'aws:num-authorization-failures', 5),
  atMost('connection-attempts', 'aws:num-connection-attempts', 20),
  atMost('disconnects', 'aws:num-disconnects', 20),
];

function atMost(Name: string, Metric: string, Count: number) {
  // The message size is evaluated for each message, not per period.
  const period = Metric === 'aws:message-byte-size' ? {} : { DurationSeconds: span.seconds };
  const Criteria = {
    ComparisonOperator: 'less-than-equals',
    Value: { Count: String(Count) },
    ...period,
    ConsecutiveDatapointsToAlarm: 1,
    ConsecutiveDatapointsToClear: 1,
  };
  return { Name, Metric, Criteria };
}

/** Device Defender security profile for all devices. Violations are published to the alert topic. */
export class DeviceSecurity extends Feature {
  constructor(scope: Construct, id: string, { topic }: { readonly topic: AlertTopic }) {
    super(scope, id);
    const { region, account } = environmentOf(this);
    const name = 'every-device';
    const role = new ServiceRole(this, 'violations-role', {
      name: 'violations',
      service: 'iot.amazonaws.com',
      // Source: AWS IoT Device Defender developer guide, "Cross-service confused deputy prevention"
      source: { account, arn: `arn:aws:iot:${region}:${account}:*` },
      can: [publish(topic)],
    });
    // The Terraform AWS provider has no resource for security profiles.
    new CloudcontrolapiResource(this, 'every-device', {
      typeName: 'AWS::IoT::SecurityProfile',
      desiredState: JSON.stringify({
        SecurityProfileName: name,
        SecurityProfileDescription: 'Limits of normal device behavior',
        Behaviors: behaviours,
        AlertTargets: { SNS: { AlertTargetArn: topic.arn, RoleArn: role.arn } },
        TargetArns: [`arn:aws:iot:${region}:${account}:all/registered-things`],
      }),
      dependsOn: [role.policy],
    });
  }
}
