import { bindings } from '../../contracts/bindings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import type { Operations } from './operation';
import { ProxyEvent, requestOf } from './request';
import { routeRequest } from './route-request';

const { origin } = bindings.api.from(process.env);

/** Implementations of the operations in api/openapi.yaml. */
const operations: Operations = {};

/** Handles every operation of the REST API. */
export const handler = withLogContext(async (event) => {
  const proxyEvent = parse(ProxyEvent, event, 'request');
  const route = `${proxyEvent.httpMethod} ${proxyEvent.resource}`;
  const response = await routeRequest({ route, request: requestOf(proxyEvent) }, { operations, origin });
  // omit the caller and the parameters, because the API's access log contains them under this request id
  logger.info('answered', { route, status: response.statusCode, request_id: proxyEvent.requestContext.requestId });
  return response;
});
