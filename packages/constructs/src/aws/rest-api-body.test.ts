import { restApiBody } from './rest-api-body';

const deployed = {
  invokeArn: 'arn:function',
  poolArn: 'arn:pool',
  origin: 'https://console.example.com',
  allowedHeaders: [],
};
const specification = {
  openapi: '3.0.1',
  info: { title: 'lights', description: 'costs ${price} and %{more}' },
  paths: {
    '/lights/{name}': {
      get: {
        parameters: [{ $ref: '#/components/parameters/name' }],
        responses: { '200': { $ref: '#/components/responses/ok' } },
      },
    },
  },
  components: {
    securitySchemes: { person: { type: 'apiKey' } },
    parameters: { name: { name: 'name', in: 'path', required: true, schema: { type: 'string' } } },
    responses: { ok: { description: 'fine' } },
    schemas: {},
  },
};
const bodyOf = (given: unknown) => JSON.parse(restApiBody({ specification: given, ...deployed }).json);

describe('restApiBody', () => {
  test('escapes text that Terraform would interpolate', () => {
    expect(bodyOf(specification).info.description).toBe('costs $${price} and %%{more}');
  });

  test('inlines shared parameters and responses, and adds the Lambda integration', () => {
    expect(bodyOf(specification).paths['/lights/{name}'].get).toMatchObject({
      parameters: [{ name: 'name', in: 'path' }],
      responses: { '200': { description: 'fine' } },
      'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: 'arn:function' },
    });
  });

  test('adds an OPTIONS operation with the same path parameters for preflight requests', () => {
    expect(bodyOf(specification).paths['/lights/{name}'].options).toMatchObject({
      security: [],
      parameters: [{ name: 'name', in: 'path', required: true }],
    });
  });

  test('rejects an unresolved reference, and reports its name', () => {
    const { components } = specification;
    const without = { ...specification, components: { ...components, responses: {} } };
    expect(() => bodyOf(without)).toThrow('api/openapi.yaml: missing #/components/responses/ok');
    expect(() => bodyOf({ ...specification, info: {} })).toThrow('api/openapi.yaml: info.title: ');
  });
});
