import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { Apigatewayv2RouteResponse } from '@cdktf/provider-aws/lib/apigatewayv2-route-response';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Fn, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import { inDays } from '../units';
import type { NodeFunction } from './node-function';
import type { Grant } from './policy-document';
import type { Rate } from './rest-api';

interface WebSocketApiProps {
  /** Stage name, which is part of the URL. */
  readonly stage: string;
  /** Authorizer function. */
  readonly authorizedBy: NodeFunction;
  /** Header with the client's credentials. API Gateway rejects requests without this header before calling the authorizer. */
  readonly identityIn: string;
  readonly answeredBy: NodeFunction;
  /** Actions that messages may contain: `{"action": "subscribe"}`. */
  readonly actions: readonly string[];
  readonly rate: Rate;
}

interface DeployedApi {
  readonly api: Apigatewayv2Api;
  readonly rate: Rate;
  readonly dependsOn: ITerraformDependable[];
}

/** Access log format. It contains no URL and no headers, to keep client input out of log lines. */
const accessLogLine = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  ip: '$context.identity.sourceIp',
  event: '$context.eventType',
  route: '$context.routeKey',
  connection: '$context.connectionId',
  status: '$context.status',
  refused: '$context.error.responseType',
  milliseconds: '$context.integrationLatency',
  person: '$context.authorizer.principalId',
});

/** WebSocket API with one handler function, an authorizer and one stage: logged and throttled. */
export class WebSocketApi extends DeclaredConstruct {
  /** Log group that receives the stage's access log. */
  readonly logGroup: CloudwatchLogGroup;
  /** URL of the API: `wss://…`; `ws://…` in the local runtime. */
  readonly url: string;
  /** HTTP endpoint for sending messages to connections. */
  readonly connectionsUrl: string;
  /** ARN pattern that covers all connections, for permissions. */
  readonly connectionsArn: string;

  constructor(scope: Construct, id: string, { stage: stageName, ...props }: WebSocketApiProps) {
    super(scope, id);
    const { settings, names, key } = platformOf(this);
    const title = names.webSocketApi(stageName);
    const api = new Apigatewayv2Api(this, 'Default', {
      name: title,
      protocolType: 'WEBSOCKET',
      routeSelectionExpression: '$request.body.action',
    });
    this.logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: names.apiLogs(title),
      retentionInDays: inDays(settings.retention.logs),
      kmsKeyId: key.arn,
    });
    const stage = this.declareStage(stageName, { api, rate: props.rate, dependsOn: this.declareRoutes(api, props) });
    this.allowInvocation('permission', props.answeredBy, `${api.executionArn}/${stageName}/*`);
    this.url = stage.invokeUrl;
    this.connectionsUrl = Fn.replace(Fn.replace(stage.invokeUrl, 'wss://', 'https://'), 'ws://', 'http://');
    this.connectionsArn = `${api.executionArn}/${stageName}/POST/@connections/*`;
  }

  /** Declares the routes. @returns the resources that must exist before the deployment */
  private declareRoutes(
    api: Apigatewayv2Api,
    { authorizedBy, identityIn, answeredBy, actions }: Omit<WebSocketApiProps, 'stage' | 'rate'>,
  ): ITerraformDependable[] {
    const authorizer = new Apigatewayv2Authorizer(this, 'authorizer', {
      apiId: api.id,
      name: authorizedBy.name,
      // REQUEST is the only authorizer type that WebSocket APIs support (API Gateway developer guide)
      authorizerType: 'REQUEST',
      authorizerUri: authorizedBy.invokeArn,
      identitySources: [`route.request.header.${identityIn}`],
    });
    this.allowInvocation('authorizer-permission', authorizedBy, `${api.executionArn}/authorizers/${authorizer.id}`);
    const integration = new Apigatewayv2Integration(this, 'integration', {
      apiId: api.id,
      integrationType: 'AWS_PROXY',
      integrationMethod: 'POST',
      integrationUri: answeredBy.invokeArn,
      timeoutMilliseconds: 29_000,
    });
    const common = { apiId: api.id, target: `integrations/${integration.id}`, authorizationType: 'NONE' };
    const connect = { ...common, routeKey: '$connect', authorizationType: 'CUSTOM', authorizerId: authorizer.id };
    const routesWithoutResponse = [
      new Apigatewayv2Route(this, 'connect', connect),
      new Apigatewayv2Route(this, 'disconnect', { ...common, routeKey: '$disconnect' }),
    ];
    const routesWithResponse = [...actions, '$default'].flatMap((routeKey) => {
      const name = routeKey.replace('$', '');
      const routeResponseSelectionExpression = '$default';
      const route = new Apigatewayv2Route(this, name, { ...common, routeKey, routeResponseSelectionExpression });
      // without a route response, API Gateway discards the function's response
      const response = new Apigatewayv2RouteResponse(this, `${name}-answer`, {
        apiId: api.id,
        routeId: route.id,
        routeResponseKey: '$default',
      });
      return [route, response];
    });
    return [...routesWithoutResponse, ...routesWithResponse];
  }

  private declareStage(name: string, { api, rate, dependsOn }: DeployedApi): Apigatewayv2Stage {
    return new Apigatewayv2Stage(this, 'stage', {
      apiId: api.id,
      name,
      autoDeploy: true,
      accessLogSettings: { destinationArn: this.logGroup.arn, format: accessLogLine },
      defaultRouteSettings: {
        // Disabled, because queries would count messages twice: in the route metrics and in the stage metrics.
        detailedMetricsEnabled: false,
        throttlingRateLimit: rate.perSecond,
        throttlingBurstLimit: rate.burst,
        // Disabled, because execution logs contain request data including the token, and API Gateway creates their log group.
        loggingLevel: 'OFF',
        dataTraceEnabled: false,
      },
      dependsOn,
    });
  }

  private allowInvocation(id: string, target: NodeFunction, sourceArn: string): void {
    new LambdaPermission(this, id, {
      statementId: 'web-socket-api',
      action: 'lambda:InvokeFunction',
      functionName: target.name,
      principal: 'apigateway.amazonaws.com',
      sourceArn,
    });
  }
}

/** Grants permission to send messages to any connection of the API. */
export const pushTo = (api: WebSocketApi): Grant => [
  { Effect: 'Allow', Action: ['execute-api:ManageConnections'], Resource: api.connectionsArn },
];
