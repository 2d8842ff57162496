import { IotProvisioningTemplate } from '@cdktf/provider-aws/lib/iot-provisioning-template';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import type { DevicePolicy } from './device-policy';
import type { NodeFunction } from './node-function';
import type { Grant } from './policy-document';
import { ServiceRole } from './service-role';

interface ProvisioningTemplateProps {
  readonly description: string;
  /** Parameter whose value is the last part of the thing name: `A1B2C3` in `light-A1B2C3`. */
  readonly namedBy: string;
  /** Parameter names, keyed by the thing attribute that stores the parameter's value. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly type: RegistryResource;
  readonly group: RegistryResource;
  readonly policy: DevicePolicy;
  /** Pre-provisioning hook, with a timeout of 5 s. */
  readonly hook: NodeFunction;
}

interface RegistryResource {
  readonly name: string;
  readonly arn: string;
}

/** The only payload version that exists (AWS IoT developer guide, "Using pre-provisioning hooks with the AWS CLI"). */
const hookVersion = '2020-04-01';

/**
 * Fleet provisioning template with its own role, for devices with a claim certificate. Its name is its id.
 * Source: AWS IoT developer guide, "Provisioning templates" and "Fleet provisioning".
 */
export class ProvisioningTemplate extends DeclaredConstruct {
  constructor(scope: Construct, id: string, props: ProvisioningTemplateProps) {
    super(scope, id);
    const { region, account } = platformOf(this).settings;
    const iot = `arn:aws:iot:${region}:${account}`;
    const role = new ServiceRole(this, 'provisioning-role', {
      name: `provision-${id}`,
      service: 'iot.amazonaws.com',
      source: { account, arn: `${iot}:provisioningtemplate/${id}` },
      can: [register(iot, id, props)],
    });
    const template = new IotProvisioningTemplate(this, 'Default', {
      name: id,
      description: props.description,
      enabled: true,
      provisioningRoleArn: role.arn,
      templateBody: JSON.stringify(bodyOf(id, props)),
      preProvisioningHook: { payloadVersion: hookVersion, targetArn: props.hook.arn },
      dependsOn: [role.policy],
    });
    new LambdaPermission(this, 'template-asks-hook', {
      statementId: `template-${id}`,
      action: 'lambda:InvokeFunction',
      functionName: props.hook.name,
      principal: 'iot.amazonaws.com',
      sourceArn: template.arn,
      sourceAccount: account,
    });
  }
}

const ref = (parameter: string) => ({ Ref: parameter });

function bodyOf(id: string, { namedBy, attributes, type, group, policy }: ProvisioningTemplateProps) {
  const parameters = [namedBy, ...Object.values(attributes)].map((name) => [name, { Type: 'String' }]);
  return {
    Parameters: { ...Object.fromEntries(parameters), 'AWS::IoT::Certificate::Id': { Type: 'String' } },
    Resources: {
      thing: {
        Type: 'AWS::IoT::Thing',
        Properties: {
          ThingName: { 'Fn::Join': ['-', [id, ref(namedBy)]] },
          ThingTypeName: type.name,
          ThingGroups: [group.name],
          AttributePayload: Object.fromEntries(Object.entries(attributes).map(([name, from]) => [name, ref(from)])),
        },
        // A device that is provisioned again after a repair keeps its thing, but may now be in a different room.
        OverrideSettings: { AttributePayload: 'REPLACE', ThingTypeName: 'DO_NOTHING', ThingGroups: 'DO_NOTHING' },
      },
      certificate: {
        Type: 'AWS::IoT::Certificate',
        Properties: { CertificateId: ref('AWS::IoT::Certificate::Id'), Status: 'Active' },
      },
      policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyName: policy.name } },
    },
  };
}

/** Grants the actions of the managed policy AWSIoTThingsRegistration, but only on the resources of this template. */
const register = (iot: string, id: string, { type, group, policy }: ProvisioningTemplateProps): Grant => [
  {
    Effect: 'Allow',
    Action: ['iot:DescribeThing', 'iot:CreateThing', 'iot:UpdateThing', 'iot:AddThingToThingGroup'],
    Resource: `${iot}:thing/${id}-*`,
  },
  { Effect: 'Allow', Action: ['iot:DescribeThingType'], Resource: type.arn },
  { Effect: 'Allow', Action: ['iot:DescribeThingGroup', 'iot:AddThingToThingGroup'], Resource: group.arn },
  { Effect: 'Allow', Action: ['iot:GetPolicy'], Resource: policy.arn },
  {
    // The id of the new certificate is not known in advance; the template determines the policy and the thing of the certificate.
    Effect: 'Allow',
    Action: ['iot:DescribeCertificate', 'iot:UpdateCertificate', 'iot:AttachThingPrincipal', 'iot:AttachPolicy'],
    Resource: `${iot}:cert/*`,
  },
];
