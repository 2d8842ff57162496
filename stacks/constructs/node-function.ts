import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { names } from '../../config/names';
import { type Duration, hours, inDays, inMebibytes } from '../../config/units';
import { report } from '../problems';
import { Declared } from './declared';
import { type FailureQueue, send } from './failure-queue';
import { platformOf } from './platform';
import type { Grant } from './policy-document';
import { ServiceRole } from './service-role';

interface NodeFunctionProps {
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /** All that the function may do, beside writing its log. */
  readonly can: readonly Grant[];
  /** Where an event goes that failed three times. For functions that are invoked asynchronously. */
  readonly onFailure?: FailureQueue;
  /**
   * Executions taken from the account's limit: guaranteed to this function, and the most it can run at the same time. Two
   * reasons justify it: callers outside the platform decide how often the function runs, or a stream must not fall behind
   * while other functions use up the limit.
   * @defaultValue none: the function shares the unreserved executions with all others
   * @see Lambda developer guide, "Configuring reserved concurrency"
   */
  readonly reservedConcurrency?: number;
}

/**
 * Where a function's bundle lies in the folder of its stack. The path stays when the code changes, so that a plan shows
 * the hash alone.
 */
export const zipOf = (id: string) => `functions/${id}.zip`;

/**
 * A function from `functions/<id>`, with its log group and a role of its own. Physical name, folder and zip are the id.
 */
export class NodeFunction extends Declared {
  readonly arn: string;
  readonly name: string;
  /** Where API Gateway calls it. */
  readonly invokeArn: string;
  /** Environment variables. */
  readonly variables: Readonly<Record<string, string>>;
  readonly logGroup: CloudwatchLogGroup;
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const { environment, key } = platformOf(this);
    this.logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: names.functionLogs(id),
      retentionInDays: inDays(environment.retention.logs),
      kmsKeyId: key.arn,
    });
    this.role = new ServiceRole(this, 'role', {
      name: id,
      service: 'lambda.amazonaws.com',
      can: [this.always(), ...props.can, ...(props.onFailure ? [send(props.onFailure)] : [])],
    });
    this.requireCode(id);
    this.variables = { NODE_OPTIONS: '--enable-source-maps', POWERTOOLS_SERVICE_NAME: id, ...props.environment };
    const zip = zipOf(id);
    const { reservedConcurrency } = props;
    const resource = new LambdaFunction(this, 'Default', {
      functionName: id,
      role: this.role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'handler.handler',
      filename: zip,
      sourceCodeHash: Fn.filebase64sha256(zip),
      timeout: props.timeout.seconds,
      memorySize: inMebibytes(environment.functions.memory),
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
      environment: { variables: this.variables },
      kmsKeyArn: key.arn,
      // With JSON, REPORT lines become `platform.report` and the filter `?REPORT` never matches.
      loggingConfig: { logFormat: 'Text', logGroup: this.logGroup.name },
      tracingConfig: { mode: 'Active' },
      dependsOn: [this.role.policy],
    });
    this.arn = resource.arn;
    this.name = resource.functionName;
    this.invokeArn = resource.invokeArn;
    if (props.onFailure) this.sendFailuresTo(props.onFailure);
  }

  private always(): Grant {
    const { key } = platformOf(this);
    return [
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${this.logGroup.arn}:*` },
      // X-Ray knows no resources (Service Authorization Reference, "AWS X-Ray").
      { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
      key.useThrough('lambda'),
    ];
  }

  private requireCode(id: string): void {
    if (platformOf(this).functions.includes(id)) return;
    report(this, { subject: `function ${id}`, message: `has no code; write functions/${id}/handler.ts` });
  }

  private sendFailuresTo(queue: FailureQueue): void {
    new LambdaFunctionEventInvokeConfig(this, 'retries', {
      functionName: this.name,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: hours(6).seconds,
      destinationConfig: { onFailure: { destination: queue.arn } },
      dependsOn: [this.role.policy],
    });
  }
}

/** The function, and waits for its answer. */
export const call = (target: NodeFunction): Grant => [
  { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: target.arn },
];
