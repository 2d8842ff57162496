import * as z from 'zod';
import { Outputs } from '../../commands/platform/stack-outputs';
import { at, ofType, references, type SynthesizedEnvironment, textAt, valueAt } from './synthesized-environments';

const Method = z.looseObject({
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(z.string(), z.unknown()),
  'x-amazon-apigateway-integration': z.looseObject({ type: z.string() }),
});
const Body = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Method)),
  components: z.looseObject({ securitySchemes: z.record(z.string(), z.looseObject({})) }),
  'x-amazon-apigateway-gateway-responses': z.record(
    z.string(),
    z.object({ responseTemplates: z.record(z.string(), z.string()), statusCode: z.string().optional() }).loose(),
  ),
});

/** Tests invariants of the REST and WebSocket APIs. */
export function apiInvariants(synthesized: () => SynthesizedEnvironment): void {
  const body = () => Body.parse(JSON.parse(textAt(at(synthesized(), 'aws_api_gateway_rest_api.rest_api'), 'body')));
  const methods = () =>
    Object.entries(body().paths).flatMap(([path, all]) =>
      Object.entries(all).map(([method, declared]) => ({ name: `${method} ${path}`, method, declared })),
    );

  test('outputs contain the values that the end-to-end tests use, and no secrets', () => {
    const { outputs } = synthesized().stack;
    expect(outputs.map(({ name }) => name).sort()).toEqual(Object.keys(Outputs.shape).sort());
    for (const { value } of outputs) expect(JSON.stringify(value)).not.toMatch(/client_secret|private_key|\.value\b/);
  });

  test('every route, except CORS preflight, requires an API key and a token with one scope', () => {
    const scopes = ofType(synthesized(), 'aws_cognito_resource_server').flatMap((server) =>
      z
        .array(z.object({ scope_name: z.string() }))
        .parse(server.attributes['scope'])
        .map(({ scope_name: name }) => `${textAt(server, 'identifier')}/${name}`),
    );
    for (const { name, method, declared } of methods()) {
      const { security, 'x-amazon-apigateway-integration': integration } = declared;
      const open = method === 'options';
      expect({ name, type: integration.type }).toEqual({ name, type: open ? 'mock' : 'aws_proxy' });
      if (open) expect({ name, security }).toEqual({ name, security: [] });
      else expect({ name, security }).toEqual({ name, security: [{ person: [expect.stringMatching(/\//)], app: [] }] });
      for (const scope of security[0]?.['person'] ?? []) expect(scopes).toContain(scope);
    }
    expect(references(body().components.securitySchemes['person'])).toEqual(['aws_cognito_user_pool.people']);
  });

  test('every API Gateway error is a problem document', () => {
    // this message replaces API Gateway's own message for an unknown path, which reports a missing token
    const detailOf = (type: string) =>
      type === 'MISSING_AUTHENTICATION_TOKEN' ? 'Unknown path, or unsupported method' : 'a "quoted" word';
    for (const [type, { responseTemplates }] of Object.entries(body()['x-amazon-apigateway-gateway-responses'])) {
      const written = (responseTemplates['application/json'] ?? '').replace(
        '$context.error.messageString',
        JSON.stringify('a "quoted" word'),
      );
      expect(JSON.parse(written)).toMatchObject({ title: expect.any(String), detail: detailOf(type) });
    }
  });

  test('every operation documents each API Gateway error status', () => {
    const statuses = Object.values(body()['x-amazon-apigateway-gateway-responses']).map(({ statusCode }) => statusCode);
    // no operation documents the status for an unknown path, and only operations with a body validate a body
    const ofNone = ['404', '400'];
    const possible = ['502', ...statuses.filter((one) => one !== undefined && !ofNone.includes(one))];
    for (const { name, method, declared } of methods())
      if (method !== 'options')
        expect({ name, missing: possible.filter((one) => !Object.hasOwn(declared.responses, one ?? '')) }).toEqual({
          name,
          missing: [],
        });
  });

  test('users cannot sign up, and the client for web pages cannot get the admin scope', () => {
    expect(valueAt(at(synthesized(), 'aws_cognito_user_pool.people'), 'admin_create_user_config')).toEqual({
      allow_admin_create_user_only: true,
    });
    for (const client of ofType(synthesized(), 'aws_cognito_user_pool_client')) {
      if (client.attributes['generate_secret'] === true) continue;
      expect(client.attributes['allowed_oauth_scopes']).not.toContain('himeshima/admin');
      expect(client.attributes['allowed_oauth_flows']).toEqual(['code']);
    }
  });

  test('every stage is throttled, traced and logged without request data', () => {
    for (const stage of ofType(synthesized(), 'aws_api_gateway_stage')) {
      expect(stage.attributes['xray_tracing_enabled']).toBe(true);
      expect(references(valueAt(stage, 'access_log_settings.destination_arn'))).toHaveLength(1);
      const format = textAt(stage, 'access_log_settings.format');
      expect(format).not.toMatch(/\$context\.(path|domainName|identity\.userAgent|error\.message)\b/);
      const settings = ofType(synthesized(), 'aws_api_gateway_method_settings').filter(({ attributes }) =>
        references(attributes['stage_name']).includes(stage.address),
      );
      expect(settings.map((one) => valueAt(one, 'settings.throttling_rate_limit'))).toEqual([expect.any(Number)]);
      expect(settings.map((one) => valueAt(one, 'settings.data_trace_enabled'))).toEqual([false]);
    }
  });

  test("the authorizer reads the page's token, and every WebSocket stage is throttled and logged without request data", () => {
    for (const authorizer of ofType(synthesized(), 'aws_apigatewayv2_authorizer'))
      expect(authorizer.attributes['identity_sources']).toEqual(['route.request.header.Sec-WebSocket-Protocol']);
    expect(valueAt(at(synthesized(), 'aws_dynamodb_table.live_subscriptions'), 'ttl')).toEqual({
      attribute_name: 'expiresAt',
      enabled: true,
    });
    const stages = ofType(synthesized(), 'aws_apigatewayv2_stage');
    expect(stages).toHaveLength(1);
    for (const stage of stages) {
      expect(textAt(stage, 'access_log_settings.format')).not.toMatch(
        /\$context\.(path|domainName|identity\.userAgent|error\.message)\b/,
      );
      expect(valueAt(stage, 'default_route_settings')).toMatchObject({
        throttling_rate_limit: expect.any(Number),
        throttling_burst_limit: expect.any(Number),
        logging_level: 'OFF',
        data_trace_enabled: false,
      });
    }
  });

  test('a change to the API creates a new deployment before it deletes the old one', () => {
    for (const deployment of ofType(synthesized(), 'aws_api_gateway_deployment')) {
      expect(valueAt(deployment, 'triggers.body')).toBe('${sha1(aws_api_gateway_rest_api.rest_api.body)}');
      expect(synthesized().text).toContain('"create_before_destroy": true');
    }
  });
}
