import { createHash } from 'node:crypto';
import { z } from 'zod';
import { block, resourceType } from '../../resource-type';
import type { SocketAuthorizer } from './socket-apis';

const idOf = (address: string) => createHash('sha256').update(address).digest('hex').slice(0, 10);

/** Schema that extracts a function's ARN from `arn:…:lambda:path/2015-03-31/functions/ARN/invocations`. */
const functionArn = z.string().transform((uri, context) => {
  const arn = /functions\/(.+)\/invocations$/.exec(uri)?.[1];
  if (arn !== undefined) return arn;
  context.addIssue({ code: 'custom', message: 'only Lambda functions are supported locally' });
  return z.NEVER;
});

const identitySource = /^route\.request\.(header|querystring)\.(.+)$/;

const selection = /^\$request\.body\.(\w+)$/;

export const webSocketResources = {
  aws_apigatewayv2_api: resourceType({
    runs: 'WebSocket APIs on the API port, with quotas for frames and messages, and idle and maximum connection durations',
    attributes: {
      name: z.string(),
      protocol_type: z.literal('WEBSOCKET', { error: 'only WebSocket APIs run locally; HTTP APIs are not supported' }),
      route_selection_expression: z
        .string()
        .regex(selection, 'expected $request.body.NAME; other route selection expressions are not supported locally'),
    },
    create({ address, attributes }, { apiGateway, place }) {
      const id = idOf(address);
      const { name, route_selection_expression: expression } = attributes;
      apiGateway.sockets.declare({ id, name, selectedBy: selection.exec(expression)?.[1] ?? '' });
      return {
        id,
        name,
        arn: `arn:aws:apigateway:${place.region}::/apis/${id}`,
        execution_arn: `arn:aws:execute-api:${place.region}:${place.account}:${id}`,
      };
    },
  }),
  aws_apigatewayv2_authorizer: resourceType({
    runs: 'a function that authorizes each handshake; every event contains the context that this function returns',
    attributes: {
      api_id: z.string(),
      name: z.string(),
      authorizer_type: z.literal('REQUEST', { error: 'expected REQUEST, the only type that WebSocket APIs support' }),
      authorizer_uri: functionArn,
      identity_sources: z
        .array(z.string().regex(identitySource, 'only headers and query parameters are supported'))
        .default([]),
    },
    create({ address, attributes }, { apiGateway, place }) {
      const { api_id: apiId, authorizer_uri: target, identity_sources: sources } = attributes;
      const id = idOf(address).slice(0, 6);
      const named = (kind: string) =>
        sources.flatMap((source) => {
          const [, where, name] = identitySource.exec(source) ?? [];
          return where === kind && name !== undefined ? [name] : [];
        });
      const authorizer: SocketAuthorizer = {
        arn: `arn:aws:execute-api:${place.region}:${place.account}:${apiId}/authorizers/${id}`,
        functionArn: target,
        headers: named('header'),
        queryParameters: named('querystring'),
      };
      apiGateway.sockets.find(apiId).authorizers.set(id, authorizer);
      return { id, name: attributes.name };
    },
  }),
  aws_apigatewayv2_integration: resourceType({
    runs: 'Lambda proxy integrations',
    attributes: {
      api_id: z.string(),
      integration_type: z.literal('AWS_PROXY', { error: 'only Lambda proxy integrations are supported locally' }),
      integration_uri: functionArn,
      integration_method: z.string().optional(),
      timeout_milliseconds: z.number().default(29_000),
    },
    create({ address, attributes }, { apiGateway }) {
      const id = idOf(address).slice(0, 7);
      const { api_id: apiId, integration_uri: target, timeout_milliseconds: timeoutMilliseconds } = attributes;
      apiGateway.sockets.find(apiId).integrations.set(id, { functionArn: target, timeoutMilliseconds });
      return { id };
    },
  }),
  aws_apigatewayv2_route: resourceType({
    runs: '`$connect`, `$disconnect`, `$default`, and routes selected by a field of the message',
    attributes: {
      api_id: z.string(),
      route_key: z.string(),
      target: z.string(),
      authorization_type: z.enum(['NONE', 'CUSTOM']).default('NONE'),
      authorizer_id: z.string().optional(),
      route_response_selection_expression: z.literal('$default').optional(),
    },
    create({ address, attributes }, { apiGateway }) {
      const { api_id: apiId, route_key: key, target, authorizer_id: authorizerId } = attributes;
      const api = apiGateway.sockets.find(apiId);
      const selectsAnswer = attributes.route_response_selection_expression !== undefined;
      const integration = api.integrations.get(target.replace('integrations/', ''));
      if (integration === undefined) throw new Error(`target: the API has no integration ${target}`);
      const authorizer = authorizerId === undefined ? undefined : api.authorizers.get(authorizerId);
      if (attributes.authorization_type === 'CUSTOM' && authorizer === undefined)
        throw new Error(`authorizer_id: the API has no authorizer ${authorizerId}`);
      if (authorizer !== undefined && key !== '$connect')
        throw new Error('authorizer_id: only $connect accepts an authorizer');
      const id = idOf(address).slice(0, 7);
      api.routes.set(key, { id, key, integration, authorizer, selectsAnswer, answers: false });
      return { id };
    },
  }),
  aws_apigatewayv2_route_response: resourceType({
    runs: "returns the response from the route's function",
    attributes: { api_id: z.string(), route_id: z.string(), route_response_key: z.literal('$default') },
    create({ address, attributes: { api_id: apiId, route_id: routeId } }, { apiGateway }) {
      const route = [...apiGateway.sockets.find(apiId).routes.values()].find(({ id }) => id === routeId);
      if (route === undefined) throw new Error(`route_id: the API has no route ${routeId}`);
      route.answers = route.selectsAnswer;
      return { id: idOf(address).slice(0, 7) };
    },
  }),
  aws_apigatewayv2_stage: resourceType({
    runs: 'a path on the API port, with an access log; throttles messages and connections, in platform time',
    attributes: {
      api_id: z.string(),
      name: z.string(),
      auto_deploy: z.literal(true, { error: 'only stages with automatic deployment are supported locally' }),
      access_log_settings: block(z.object({ destination_arn: z.string(), format: z.string() })).optional(),
      default_route_settings: block(
        z.object({
          throttling_rate_limit: z.number().default(-1),
          throttling_burst_limit: z.number().default(-1),
          logging_level: z.literal('OFF', 'execution logs are not supported locally').optional(),
          data_trace_enabled: z.literal(false, 'execution logs are not supported locally').optional(),
          detailed_metrics_enabled: z.literal(false, 'metrics per route are not supported locally').optional(),
        }),
      ).optional(),
    },
    create({ attributes }, { apiGateway, place }) {
      const { api_id: apiId, name, access_log_settings: log, default_route_settings: settings } = attributes;
      const { throttling_rate_limit: perSecond = -1, throttling_burst_limit: burst = -1 } = settings ?? {};
      const address = apiGateway.declareSocketStage({
        name,
        apiId,
        accessLog: log && { group: log.destination_arn.split(':log-group:').at(-1) ?? '', format: log.format },
        rate: perSecond >= 0 && burst >= 0 ? { perSecond, burst } : undefined,
      });
      return {
        id: name,
        name,
        arn: `arn:aws:apigateway:${place.region}::/apis/${apiId}/stages/${name}`,
        execution_arn: `arn:aws:execute-api:${place.region}:${place.account}:${apiId}/${name}`,
        // AWS offers only wss:, but the local APIs on 127.0.0.1 have no certificate
        invoke_url: `ws://${address}`,
      };
    },
  }),
} as const;
