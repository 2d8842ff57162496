import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import { report } from '../stack/problems';
import { type Duration, hours, inDays, inMebibytes } from '../units';
import { type FailureQueue, send } from './failure-queue';
import { reportRepeatedVariables, takeAccess } from './function-access';
import type { Grant } from './policy-document';
import { ServiceRole } from './service-role';

interface NodeFunctionProps {
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /** Permissions of the function, in addition to logging and tracing. */
  readonly can: readonly Grant[];
  /** Queue for events of asynchronous invocations that failed three times. */
  readonly onFailure?: FailureQueue;
  /**
   * Concurrent executions reserved from the account's limit: a guaranteed minimum and a maximum for this
   * function. Use this if external callers determine how often the function runs, or if a stream must not fall
   * behind while other functions use up the limit.
   * @defaultValue undefined: the function shares the unreserved concurrency with all other functions
   * @see Lambda developer guide, "Configuring reserved concurrency"
   */
  readonly reservedConcurrency?: number;
}

/** Returns the path of a function's bundle in its stack's folder. The path is constant, so plans show only a changed hash. */
export const zipOf = (id: string) => `functions/${id}.zip`;

/**
 * Lambda function from `functions/<id>`, with its own log group and role. Its physical name, folder and zip are named after the
 * id. Earlier features can grant the function `FunctionAccess` to their resources.
 */
export class NodeFunction extends DeclaredConstruct {
  readonly arn: string;
  readonly name: string;
  /** ARN that API Gateway uses to invoke the function. */
  readonly invokeArn: string;
  /** Environment variables. */
  readonly variables: Readonly<Record<string, string>>;
  readonly logGroup: CloudwatchLogGroup;
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const { settings, names, key } = platformOf(this);
    const access = takeAccess(this, id);
    reportRepeatedVariables(props.environment, access);
    this.logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: names.functionLogs(id),
      retentionInDays: inDays(settings.retention.logs),
      kmsKeyId: key.arn,
    });
    this.role = new ServiceRole(this, 'role', {
      name: id,
      service: 'lambda.amazonaws.com',
      can: [
        this.basePermissions(),
        ...props.can,
        ...access.flatMap(({ can }) => can),
        ...(props.onFailure ? [send(props.onFailure)] : []),
      ],
    });
    this.requireCode(id);
    this.variables = Object.assign(
      { NODE_OPTIONS: '--enable-source-maps', POWERTOOLS_SERVICE_NAME: id },
      props.environment,
      ...access.map(({ environment }) => environment),
    );
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
      memorySize: inMebibytes(settings.functions.memory),
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
      environment: { variables: this.variables },
      kmsKeyArn: key.arn,
      // In JSON format, REPORT lines become `platform.report`, which the `?REPORT` filter does not match.
      loggingConfig: { logFormat: 'Text', logGroup: this.logGroup.name },
      tracingConfig: { mode: 'Active' },
      dependsOn: [this.role.policy],
    });
    this.arn = resource.arn;
    this.name = resource.functionName;
    this.invokeArn = resource.invokeArn;
    if (props.onFailure) this.sendFailuresTo(props.onFailure);
  }

  private basePermissions(): Grant {
    const { key } = platformOf(this);
    return [
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${this.logGroup.arn}:*` },
      // X-Ray does not support resource-level permissions (Service Authorization Reference, "AWS X-Ray").
      { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
      key.useThrough('lambda'),
    ];
  }

  private requireCode(id: string): void {
    if (platformOf(this).functions.includes(id)) return;
    report(this, { subject: `function ${id}`, message: `missing code: add functions/${id}/handler.ts` });
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

/** Grants permission to invoke the function synchronously. */
export const grantInvoke = (target: NodeFunction): Grant => [
  { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: target.arn },
];
