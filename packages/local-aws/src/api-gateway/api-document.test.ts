import { apiDocumentIn } from './api-document';

const integration = (more: object) => ({
  openapi: '3.0.1',
  paths: { '/a': { get: { 'x-amazon-apigateway-integration': more } } },
});
const reasonFor = (document: object | string) => {
  try {
    apiDocumentIn(typeof document === 'string' ? document : JSON.stringify(document));
    return 'taken';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
const at = 'body: paths./a.get.x-amazon-apigateway-integration';

describe('apiDocumentIn', () => {
  test('accepts methods that invoke functions', () => {
    const uri = 'arn:aws:apigateway:r:lambda:path/2015-03-31/functions/arn:aws:lambda:r:0:function:f/invocations';
    expect(reasonFor(integration({ type: 'aws_proxy', uri }))).toBe('taken');
  });

  test.each([
    ['{', /^body: not valid JSON/],
    [{ swagger: '2.0', paths: {} }, /^body: openapi: /],
    [{ openapi: '3.1.0', paths: {} }, /^body: openapi: only OpenAPI 3.0 is supported locally$/],
    [integration({ type: 'http_proxy', uri: 'https://example.com' }), new RegExp(`^${at}\\.type: `)],
    [
      integration({ type: 'aws_proxy', uri: 'arn:aws:apigateway:r:sqs:path/queue' }),
      /only Lambda functions are supported locally$/,
    ],
    [
      integration({
        type: 'mock',
        responses: {
          default: { statusCode: '200', responseParameters: { 'method.response.header.X': 'method.request.header.Y' } },
        },
      }),
      /only static header values are supported locally$/,
    ],
  ])('rejects %j with an error that contains the path of the unsupported value', (document, reason) => {
    expect(reasonFor(document)).toMatch(reason);
  });
});
