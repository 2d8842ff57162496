import { ApiGatewayApiKey } from '@cdktf/provider-aws/lib/api-gateway-api-key';
import { ApiGatewayDeployment } from '@cdktf/provider-aws/lib/api-gateway-deployment';
import { ApiGatewayMethodSettings } from '@cdktf/provider-aws/lib/api-gateway-method-settings';
import { ApiGatewayRestApi } from '@cdktf/provider-aws/lib/api-gateway-rest-api';
import { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage';
import { ApiGatewayUsagePlan } from '@cdktf/provider-aws/lib/api-gateway-usage-plan';
import { ApiGatewayUsagePlanKey } from '@cdktf/provider-aws/lib/api-gateway-usage-plan-key';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import { inDays } from '../units';
import type { NodeFunction } from './node-function';
import { restApiBody } from './rest-api-body';
import type { UserPool } from './user-pool';

/** API Gateway's token bucket: requests per second, and burst. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Settings of a REST API that differ between environments. */
export interface RestApiSettings {
  /** CORS origin of the web pages that may call the API: `https://console.example.com`. */
  readonly origin: string;
  /** Combined rate limit of all clients. */
  readonly rate: Rate;
  /** Clients of the API; each has its own API key. */
  readonly programs: readonly string[];
  /** Rate limit and daily quota for each client. */
  readonly program: Rate & { readonly perDay: number };
}

interface RestApiProps extends RestApiSettings {
  /** User pool whose tokens the API accepts. */
  readonly pool: UserPool;
  readonly answeredBy: NodeFunction;
  /** Parsed OpenAPI document (`api/openapi.yaml`). */
  readonly specification: unknown;
  /**
   * Headers that pages may send in addition to authentication headers.
   * @defaultValue none
   */
  readonly allowedHeaders?: readonly string[];
}

/** Stage name, the first segment of every path. */
const stageName = 'v1';

/** Access log format. It contains the path template instead of the path, to keep client input out of log lines. */
const accessLogLine = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  path: '$context.resourcePath',
  status: '$context.status',
  refused: '$context.error.responseType',
  milliseconds: '$context.responseLatency',
  person: '$context.authorizer.claims.sub',
  trace: '$context.xrayTraceId',
});

/** REST API from an OpenAPI document: one stage, logged, traced and throttled, with an API key per client program. */
export class RestApi extends DeclaredConstruct {
  /** Log group that receives the stage's access log. */
  readonly logGroup: CloudwatchLogGroup;
  readonly url: string;
  /** Ids of the API keys, by client program. */
  readonly keyIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const { pool, answeredBy, specification, origin, allowedHeaders = [] } = props;
    const { settings, names, key } = platformOf(this);
    const { title, json } = restApiBody({
      specification,
      invokeArn: answeredBy.invokeArn,
      poolArn: pool.arn,
      origin,
      allowedHeaders,
    });
    const api = new ApiGatewayRestApi(this, 'Default', {
      name: title,
      body: json,
      endpointConfiguration: { types: ['REGIONAL'] },
    });
    // Allows invocation only by methods in this stage.
    new LambdaPermission(this, 'permission', {
      statementId: 'rest-api',
      action: 'lambda:InvokeFunction',
      functionName: answeredBy.name,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/${stageName}/*`,
    });
    this.logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: names.apiLogs(title),
      retentionInDays: inDays(settings.retention.logs),
      kmsKeyId: key.arn,
    });
    const stage = this.declareStage(api, props.rate);
    this.url = stage.invokeUrl;
    this.keyIds = this.declarePrograms(api, stage, props);
  }

  private declareStage(api: ApiGatewayRestApi, { perSecond, burst }: Rate): ApiGatewayStage {
    const deployment = new ApiGatewayDeployment(this, 'deployment', {
      restApiId: api.id,
      triggers: { body: Fn.sha1(api.body) },
      // The stage keeps the old deployment until the new deployment exists.
      lifecycle: { createBeforeDestroy: true },
    });
    const stage = new ApiGatewayStage(this, 'stage', {
      restApiId: api.id,
      deploymentId: deployment.id,
      stageName,
      accessLogSettings: { destinationArn: this.logGroup.arn, format: accessLogLine },
      xrayTracingEnabled: true,
    });
    new ApiGatewayMethodSettings(this, 'settings', {
      restApiId: api.id,
      stageName: stage.stageName,
      methodPath: '*/*',
      settings: {
        // Disabled, because queries would count requests twice: in the method metrics and in the stage metrics.
        metricsEnabled: false,
        throttlingRateLimit: perSecond,
        throttlingBurstLimit: burst,
        // Disabled, because execution logs contain request data, and API Gateway creates their log group without retention.
        loggingLevel: 'OFF',
        dataTraceEnabled: false,
      },
    });
    return stage;
  }

  private declarePrograms(
    api: ApiGatewayRestApi,
    stage: ApiGatewayStage,
    { program, programs }: RestApiProps,
  ): Readonly<Record<string, string>> {
    const plan = new ApiGatewayUsagePlan(this, 'programs', {
      name: 'programs',
      apiStages: [{ apiId: api.id, stage: stage.stageName }],
      throttleSettings: { rateLimit: program.perSecond, burstLimit: program.burst },
      quotaSettings: { limit: program.perDay, period: 'DAY' },
    });
    const keyIds = programs.map((name) => {
      const key = new ApiGatewayApiKey(this, `key-${name}`, { name });
      new ApiGatewayUsagePlanKey(this, `counted-${name}`, { keyId: key.id, keyType: 'API_KEY', usagePlanId: plan.id });
      return [name, key.id] as const;
    });
    return Object.fromEntries(keyIds);
  }
}
