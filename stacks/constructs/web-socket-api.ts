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
import { names } from '../../config/names';
import { inDays } from '../../config/units';
import { Declared } from './declared';
import type { NodeFunction } from './node-function';
import { platformOf } from './platform';
import type { Grant } from './policy-document';

interface WebSocketApiProps {
  /** What stands in its address. */
  readonly stage: string;
  /** Says who may connect. */
  readonly authorizedBy: NodeFunction;
  /** The header that it looks at: without it nobody is asked. */
  readonly identityIn: string;
  readonly answeredBy: NodeFunction;
  /** What may be asked, as a message names it: `{"action": "subscribe"}`. */
  readonly actions: readonly string[];
}

/** Nothing of a log line is up to who connects: neither the address nor a header stands in it. */
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

/** A WebSocket API that one function answers: an authorizer at the door, one stage, logged and throttled. */
export class WebSocketApi extends Declared {
  /** Of its access log. */
  readonly logGroup: CloudwatchLogGroup;
  /** `wss://…`, and on a laptop `ws://…` */
  readonly url: string;
  /** Where whoever may push finds its connections: the same place, asked over HTTP instead. */
  readonly connectionsUrl: string;
  /** Of all connections, for whoever pushes. */
  readonly connectionsArn: string;

  constructor(scope: Construct, id: string, { stage: stageName, ...props }: WebSocketApiProps) {
    super(scope, id);
    const { environment, key } = platformOf(this);
    const title = names.webSocketApi(stageName);
    const api = new Apigatewayv2Api(this, 'Default', {
      name: title,
      protocolType: 'WEBSOCKET',
      routeSelectionExpression: '$request.body.action',
    });
    this.logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: names.apiLogs(title),
      retentionInDays: inDays(environment.retention.logs),
      kmsKeyId: key.arn,
    });
    const stage = this.declareStage(stageName, api, this.declareRoutes(api, props));
    this.letInvoke('permission', props.answeredBy, `${api.executionArn}/${stageName}/*`);
    this.url = stage.invokeUrl;
    this.connectionsUrl = Fn.replace(Fn.replace(stage.invokeUrl, 'wss://', 'https://'), 'ws://', 'http://');
    this.connectionsArn = `${api.executionArn}/${stageName}/POST/@connections/*`;
  }

  /** @returns what has to be there before it is deployed */
  private declareRoutes(
    api: Apigatewayv2Api,
    { authorizedBy, identityIn, answeredBy, actions }: Omit<WebSocketApiProps, 'stage'>,
  ): ITerraformDependable[] {
    const authorizer = new Apigatewayv2Authorizer(this, 'authorizer', {
      apiId: api.id,
      name: authorizedBy.name,
      // API Gateway developer guide: a WebSocket API knows no authorizer of another kind
      authorizerType: 'REQUEST',
      authorizerUri: authorizedBy.invokeArn,
      identitySources: [`route.request.header.${identityIn}`],
    });
    this.letInvoke('authorizer-permission', authorizedBy, `${api.executionArn}/authorizers/${authorizer.id}`);
    const integration = new Apigatewayv2Integration(this, 'integration', {
      apiId: api.id,
      integrationType: 'AWS_PROXY',
      integrationMethod: 'POST',
      integrationUri: answeredBy.invokeArn,
      timeoutMilliseconds: 29_000,
    });
    const common = { apiId: api.id, target: `integrations/${integration.id}`, authorizationType: 'NONE' };
    const connect = { ...common, routeKey: '$connect', authorizationType: 'CUSTOM', authorizerId: authorizer.id };
    const silent = [
      new Apigatewayv2Route(this, 'connect', connect),
      new Apigatewayv2Route(this, 'disconnect', { ...common, routeKey: '$disconnect' }),
    ];
    const answered = [...actions, '$default'].flatMap((routeKey) => {
      const name = routeKey.replace('$', '');
      const routeResponseSelectionExpression = '$default';
      const route = new Apigatewayv2Route(this, name, { ...common, routeKey, routeResponseSelectionExpression });
      // without it the answer of the function is thrown away
      const response = new Apigatewayv2RouteResponse(this, `${name}-answer`, {
        apiId: api.id,
        routeId: route.id,
        routeResponseKey: '$default',
      });
      return [route, response];
    });
    return [...silent, ...answered];
  }

  private declareStage(name: string, api: Apigatewayv2Api, dependsOn: ITerraformDependable[]): Apigatewayv2Stage {
    const { perSecond, burst } = platformOf(this).environment.api.rate;
    return new Apigatewayv2Stage(this, 'stage', {
      apiId: api.id,
      name,
      autoDeploy: true,
      accessLogSettings: { destinationArn: this.logGroup.arn, format: accessLogLine },
      defaultRouteSettings: {
        // Figures of each route would be summed up with those of the stage that hold them already.
        detailedMetricsEnabled: false,
        throttlingRateLimit: perSecond,
        throttlingBurstLimit: burst,
        // Execution logs hold what was sent, the token included, in a group that API Gateway makes itself.
        loggingLevel: 'OFF',
        dataTraceEnabled: false,
      },
      dependsOn,
    });
  }

  private letInvoke(id: string, target: NodeFunction, sourceArn: string): void {
    new LambdaPermission(this, id, {
      statementId: 'web-socket-api',
      action: 'lambda:InvokeFunction',
      functionName: target.name,
      principal: 'apigateway.amazonaws.com',
      sourceArn,
    });
  }
}

/** Sends to any connection of it. */
export const pushTo = (api: WebSocketApi): Grant => [
  { Effect: 'Allow', Action: ['execute-api:ManageConnections'], Resource: api.connectionsArn },
];
