import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { block, resourceType } from '../resource-type';
import { apiDocumentIn } from './api-document';

const idOf = (address: string) => createHash('sha256').update(address).digest('hex').slice(0, 10);

const periods = { DAY: 1, WEEK: 7, MONTH: 30 } as const;

export const apiGatewayResources = {
  aws_api_gateway_account: resourceType({
    runs: 'the role that writes access logs',
    attributes: { cloudwatch_role_arn: z.string() },
    create({ attributes: { cloudwatch_role_arn: roleArn } }, { apiGateway }) {
      apiGateway.logWith(roleArn);
      return { id: 'api-gateway-account' };
    },
    updatesInPlace: true,
  }),
  aws_api_gateway_rest_api: resourceType({
    runs:
      'serves the operations of its OpenAPI document on a separate port, with Cognito authorizers, API keys, validation ' +
      'and Lambda proxy integrations',
    attributes: {
      name: z.string(),
      body: z.string({ error: 'only an API with an OpenAPI document as its body runs locally' }),
    },
    notSimulated: { endpoint_configuration: 'endpoint types' },
    create({ address, attributes: { name, body } }, { apiGateway, place }) {
      const id = idOf(address);
      apiGateway.declareApi({ id, name, document: apiDocumentIn(body) });
      return {
        id,
        name,
        body,
        arn: `arn:aws:apigateway:${place.region}::/restapis/${id}`,
        execution_arn: `arn:aws:execute-api:${place.region}:${place.account}:${id}`,
      };
    },
    updatesInPlace: true,
  }),
  aws_api_gateway_deployment: resourceType({
    runs: 'the current API',
    attributes: { rest_api_id: z.string(), triggers: z.record(z.string(), z.string()).optional() },
    // as in AWS, changed triggers create a new deployment, which changes the stage
    create: ({ address, attributes: { triggers = {} } }) => ({ id: idOf(`${address}${JSON.stringify(triggers)}`) }),
    updatesInPlace: true,
    remove: () => undefined,
  }),
  aws_api_gateway_stage: resourceType({
    runs: 'a path on the API port, with an access log',
    attributes: {
      rest_api_id: z.string(),
      deployment_id: z.string(),
      stage_name: z.string(),
      access_log_settings: block(z.object({ destination_arn: z.string(), format: z.string() })).optional(),
    },
    notSimulated: { xray_tracing_enabled: 'X-Ray segments for APIs' },
    create({ attributes, isUpdate }, { apiGateway, place }) {
      const { rest_api_id: apiId, stage_name: name, access_log_settings: log } = attributes;
      apiGateway.declareStage({
        name,
        apiId,
        isUpdate,
        accessLog: log && { group: log.destination_arn.split(':log-group:').at(-1) ?? '', format: log.format },
      });
      return {
        id: `ags-${apiId}-${name}`,
        stage_name: name,
        arn: `arn:aws:apigateway:${place.region}::/restapis/${apiId}/stages/${name}`,
        execution_arn: `arn:aws:execute-api:${place.region}:${place.account}:${apiId}/${name}`,
      };
    },
    updatesInPlace: true,
  }),
  aws_api_gateway_method_settings: resourceType({
    runs: 'throttles the whole stage, in platform time',
    attributes: {
      rest_api_id: z.string(),
      stage_name: z.string(),
      method_path: z.literal('*/*', { error: 'only settings for all methods are supported locally' }),
      settings: block(
        z.looseObject({
          throttling_rate_limit: z.number().default(-1),
          throttling_burst_limit: z.number().default(-1),
          logging_level: z.literal('OFF', 'execution logs are not supported locally').optional(),
        }),
      ),
    },
    create({ attributes: { rest_api_id: apiId, stage_name: stage, settings } }, { apiGateway }) {
      const { throttling_rate_limit: perSecond, throttling_burst_limit: burst } = settings;
      if (perSecond >= 0 && burst >= 0) apiGateway.throttle(apiId, stage, { perSecond, burst });
      return { id: `${apiId}-${stage}-*/*` };
    },
    updatesInPlace: true,
  }),
  aws_api_gateway_usage_plan: resourceType({
    runs: 'rate limit and quota for each key, without quota offsets',
    attributes: {
      name: z.string(),
      api_stages: z.array(z.object({ api_id: z.string(), stage: z.string() })).default([]),
      throttle_settings: block(z.object({ rate_limit: z.number(), burst_limit: z.number() })).optional(),
      quota_settings: block(z.object({ limit: z.number(), period: z.enum(['DAY', 'WEEK', 'MONTH']) })).optional(),
    },
    create({ address, attributes }, { apiGateway, place }) {
      const { throttle_settings: throttle, quota_settings: quota } = attributes;
      const id = idOf(address);
      apiGateway.plans.declarePlan({
        id,
        stages: attributes.api_stages.map(({ api_id: apiId, stage }) => `${apiId}/${stage}`),
        rate: throttle && { perSecond: throttle.rate_limit, burst: throttle.burst_limit },
        quota: quota && { limit: quota.limit, days: periods[quota.period] },
      });
      return { id, name: attributes.name, arn: `arn:aws:apigateway:${place.region}::/usageplans/${id}` };
    },
    updatesInPlace: true,
  }),
  aws_api_gateway_api_key: resourceType({
    runs: 'a key that is generated at each start, or the declared `value`',
    attributes: { name: z.string(), value: z.string().optional(), enabled: z.boolean().default(true) },
    create({ address, attributes: { name, value = randomBytes(20).toString('hex'), enabled } }, { apiGateway, place }) {
      const id = idOf(address);
      apiGateway.plans.declareKey({ keyId: id, name, value, enabled });
      return { id, name, value, arn: `arn:aws:apigateway:${place.region}::/apikeys/${id}` };
    },
  }),
  aws_api_gateway_usage_plan_key: resourceType({
    runs: 'membership of a key in a usage plan',
    attributes: { key_id: z.string(), key_type: z.literal('API_KEY'), usage_plan_id: z.string() },
    create({ attributes: { key_id: keyId, usage_plan_id: planId } }, { apiGateway }) {
      apiGateway.plans.addKey(planId, keyId);
      return { id: keyId };
    },
  }),
} as const;
