import { restApiBody } from './rest-api-body';

const deployed = { invokeArn: 'arn:function', poolArn: 'arn:pool', origin: 'https://console.example.com' };
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

describe('the body of a REST API', () => {
  test('holds nothing that Terraform would fill in', () => {
    expect(bodyOf(specification).info.description).toBe('costs $${price} and %%{more}');
  });

  test('has written out what it shares but schemas, and says who answers', () => {
    expect(bodyOf(specification).paths['/lights/{name}'].get).toMatchObject({
      parameters: [{ name: 'name', in: 'path' }],
      responses: { '200': { description: 'fine' } },
      'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: 'arn:function' },
    });
  });

  test('answers what browsers ask beforehand, with the same parameters in its path', () => {
    expect(bodyOf(specification).paths['/lights/{name}'].options).toMatchObject({
      security: [],
      parameters: [{ name: 'name', in: 'path', required: true }],
    });
  });

  test('of a specification that names what is not there is refused with the reference', () => {
    const { components } = specification;
    const without = { ...specification, components: { ...components, responses: {} } };
    expect(() => bodyOf(without)).toThrow('api/openapi.yaml: #/components/responses/ok is not there');
    expect(() => bodyOf({ ...specification, info: {} })).toThrow('api/openapi.yaml: info.title: ');
  });
});
