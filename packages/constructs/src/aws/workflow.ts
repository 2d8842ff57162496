import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import { inDays, minutes } from '../units';
import type { Grant } from './policy-document';
import { ServiceRole } from './service-role';
import type { StateMachine } from './state-language';

interface WorkflowProps {
  readonly name: string;
  readonly definition: StateMachine;
  readonly can: readonly Grant[];
}

/** Step Functions workflow: logged, traced and encrypted. */
export class Workflow extends DeclaredConstruct {
  readonly arn: string;
  readonly name: string;
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, { name, definition, can }: WorkflowProps) {
    super(scope, id);
    const { settings, names, key } = platformOf(this);
    const arn = `arn:aws:states:${settings.region}:${settings.account}:stateMachine:${name}`;
    this.logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: names.workflowLogs(name),
      retentionInDays: inDays(settings.retention.logs),
      kmsKeyId: key.arn,
    });
    const role = new ServiceRole(this, 'role', {
      name: `workflow-${name}`,
      service: 'states.amazonaws.com',
      source: { account: settings.account, arn },
      can: [
        loggingAndTracing,
        [{ ...keyUse, Resource: key.arn, Condition: contextOf(arn) }],
        grantMapItems(definition, arn),
        ...can,
      ],
    });
    const machine = new SfnStateMachine(this, 'Default', {
      name,
      roleArn: role.arn,
      definition: JSON.stringify(definition),
      loggingConfiguration: { level: 'ALL', includeExecutionData: true, logDestination: `${this.logGroup.arn}:*` },
      tracingConfiguration: { enabled: true },
      encryptionConfiguration: {
        type: 'CUSTOMER_MANAGED_KMS_KEY',
        kmsKeyId: key.arn,
        kmsDataKeyReusePeriodSeconds: minutes(5).seconds,
      },
      dependsOn: [role.policy],
    });
    this.arn = machine.arn;
    this.name = name;
  }
}

/**
 * Allows a distributed Map state to start one execution per item (Step Functions developer guide, "iam-policies-eg-dist-map").
 */
const grantMapItems = ({ States }: StateMachine, arn: string): Grant =>
  Object.values(States).some(({ Type }) => Type === 'Map')
    ? [{ Effect: 'Allow', Action: ['states:StartExecution'], Resource: arn }]
    : [];

/** Grants permission to complete a task that waits for a task token. */
export const grantSendTaskSuccess = (workflow: Workflow): Grant => grantTaskCall(workflow, 'SendTaskSuccess');

/** Grants permission to fail a task that waits for a task token. */
export const grantSendTaskFailure = (workflow: Workflow): Grant => grantTaskCall(workflow, 'SendTaskFailure');

const grantTaskCall = (workflow: Workflow, call: 'SendTaskSuccess' | 'SendTaskFailure'): Grant => [
  { Effect: 'Allow', Action: [`states:${call}`], Resource: workflow.arn },
  { ...keyUse, Resource: platformOf(workflow).key.arn, Condition: contextOf(workflow.arn) },
];

/** Grants permission to read the state of executions. */
export const grantDescribeExecution = (workflow: Workflow): Grant => [
  { Effect: 'Allow', Action: ['states:DescribeExecution'], Resource: executionsOf(workflow) },
  { ...keyUse, Resource: platformOf(workflow).key.arn, Condition: contextOf(workflow.arn) },
];

/**
 * Allows another workflow to start an execution and wait for its completion. An EventBridge rule managed by Step Functions
 * reports the completion (Step Functions developer guide, "stepfunctions-iam"). Does not allow stopping executions, which must
 * complete in order to clean up.
 */
export const grantStartAndWait = (workflow: Workflow): Grant => {
  const { region, account } = platformOf(workflow).settings;
  const rule = `arn:aws:events:${region}:${account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
  return [
    ...grantStartExecution(workflow),
    { Effect: 'Allow', Action: ['states:DescribeExecution'], Resource: executionsOf(workflow) },
    { Effect: 'Allow', Action: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], Resource: rule },
  ];
};

const executionsOf = (workflow: Workflow) => {
  const { region, account } = platformOf(workflow).settings;
  return `arn:aws:states:${region}:${account}:execution:${workflow.name}:*`;
};

/** Grants permission to start an execution. */
export const grantStartExecution = (workflow: Workflow): Grant => [
  { Effect: 'Allow', Action: ['states:StartExecution'], Resource: workflow.arn },
  { ...keyUse, Resource: platformOf(workflow).key.arn, Condition: contextOf(workflow.arn) },
];

// Starting or resuming an encrypted workflow requires access to its key (developer guide, "Data at rest encryption").
const keyUse = { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'] } as const;

const contextOf = (arn: string) => ({ StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': arn } });

const loggingAndTracing: Grant = [
  {
    // these actions have no resource-level permissions (Step Functions developer guide, "Logging using CloudWatch Logs")
    Effect: 'Allow',
    Action: [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ],
    Resource: '*',
  },
  {
    Effect: 'Allow',
    Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    Resource: '*',
  },
];
