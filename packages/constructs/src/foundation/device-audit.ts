import { CloudcontrolapiResource } from '@cdktf/provider-aws/lib/cloudcontrolapi-resource';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import { type AlertTopic, publish } from '../aws/alert-topic';
import { ServiceRole } from '../aws/service-role';
import { Feature } from '../stack/feature';
import { platformOf } from '../stack/platform';

const checks = {
  ConflictingClientIdsCheck: 'CONFLICTING_CLIENT_IDS_CHECK',
  DeviceCertificateExpiringCheck: 'DEVICE_CERTIFICATE_EXPIRING_CHECK',
  DeviceCertificateKeyQualityCheck: 'DEVICE_CERTIFICATE_KEY_QUALITY_CHECK',
  DeviceCertificateSharedCheck: 'DEVICE_CERTIFICATE_SHARED_CHECK',
  IotPolicyOverlyPermissiveCheck: 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK',
  LoggingDisabledCheck: 'LOGGING_DISABLED_CHECK',
  RevokedDeviceCertificateStillActiveCheck: 'REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK',
};

/** Daily audit by Device Defender. It is declared through Cloud Control, because the AWS provider has no resources for audits. */
export class DeviceAudit extends Feature {
  constructor(scope: Construct, id: string, { topic }: { readonly topic: AlertTopic }) {
    super(scope, id);
    const { settings } = platformOf(this);
    const audit = new ServiceRole(this, 'device-audit-role', {
      name: 'audit',
      service: 'iot.amazonaws.com',
      source: { account: settings.account, arn: `arn:aws:iot:${settings.region}:${settings.account}:*` },
      can: [publish(topic)],
    });
    // managed policy for audits (AWS IoT Device Defender developer guide, "Give Device Defender permissions")
    const reading = new IamRolePolicyAttachment(this, 'reads-the-account', {
      role: audit.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AWSIoTDeviceDefenderAudit',
    });
    const configuration = new CloudcontrolapiResource(this, 'audit-configuration', {
      typeName: 'AWS::IoT::AccountAuditConfiguration',
      desiredState: JSON.stringify({
        AccountId: settings.account,
        RoleArn: audit.arn,
        AuditCheckConfigurations: Object.fromEntries(Object.keys(checks).map((check) => [check, { Enabled: true }])),
        AuditNotificationTargetConfigurations: {
          Sns: { TargetArn: topic.arn, RoleArn: audit.arn, Enabled: true },
        },
      }),
      dependsOn: [audit.policy, reading],
    });
    new CloudcontrolapiResource(this, 'daily-audit', {
      typeName: 'AWS::IoT::ScheduledAudit',
      desiredState: JSON.stringify({
        ScheduledAuditName: 'daily',
        Frequency: 'DAILY',
        TargetCheckNames: Object.values(checks),
      }),
      dependsOn: [configuration],
    });
  }
}
