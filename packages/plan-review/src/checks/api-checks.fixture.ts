import type { CheckExamples } from './example.fixture';

const method = (authorization: string, http_method = 'GET') => ({
  aws_api_gateway_method: { lights: { http_method, authorization } },
});

const specified = (operations: object, whole: object = {}) => ({
  aws_api_gateway_rest_api: {
    api: { name: 'lights', body: JSON.stringify({ ...whole, paths: { '/lights': operations } }) },
  },
});

const route = (protocol_type: string, route_key: string, authorization_type: string) => ({
  aws_apigatewayv2_api: { api: { name: 'lights', protocol_type } },
  aws_apigatewayv2_route: { lights: { api_id: '${aws_apigatewayv2_api.api.id}', route_key, authorization_type } },
});

export const apiExamples: CheckExamples = {
  'api-authorization': {
    good: [
      method('AWS_IAM'),
      method('NONE', 'OPTIONS'),
      route('HTTP', 'GET /lights', 'JWT'),
      route('WEBSOCKET', '$connect', 'CUSTOM'),
      route('WEBSOCKET', '$default', 'NONE'),
      route('WEBSOCKET', 'subscribe', 'NONE'),
      specified({ get: { security: [{ person: [] }] }, options: {} }),
      specified({ get: {} }, { security: [{ person: [] }] }),
    ],
    bad: [
      method('NONE'),
      route('HTTP', 'GET /lights', 'NONE'),
      route('HTTP', '$default', 'NONE'),
      route('WEBSOCKET', '$connect', 'NONE'),
      specified({ get: {} }),
      specified({ get: { security: [] } }, { security: [{ person: [] }] }),
    ],
  },
};
