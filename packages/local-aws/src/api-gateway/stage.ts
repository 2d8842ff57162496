import { randomBytes } from 'node:crypto';
import type { HttpAnswer } from '../http/http-call';
import { accessLine } from './access-line';
import type { ApiDocument } from './api-document';
import type { ApiGatewayOptions } from './api-gateway-options';
import { authorizationOf, type Claims } from './authorization';
import { GatewayResponseError, gatewayResponse } from './gateway-response';
import { integrate } from './integration';
import type { ApiCall } from './listener';
import { type Route, routesOf } from './routes';
import type { UsagePlans } from './usage-plans';
import { validationOf } from './validation';

export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly document: ApiDocument;
}

export interface StageDeclaration {
  readonly name: string;
  readonly apiId: string;
  readonly accessLog: { readonly group: string; readonly format: string } | undefined;
}

export interface Stage {
  readonly apiId: string;
  /**
   * Takes a token from the stage's rate-limit bucket.
   * @returns false if the request must be throttled
   */
  takeToken(): boolean;
  answer(call: ApiCall, requestId: string): Promise<HttpAnswer>;
}

/** Data about a request, for its access log line. */
interface Progress {
  route: Route | undefined;
  claims: Claims | undefined;
  refused: string | undefined;
}

/** Creates a stage. The stage checks requests in the same order as API Gateway and then calls the integration. */
export function createStage(
  { name, apiId, accessLog }: StageDeclaration,
  options: ApiGatewayOptions & { readonly plans: UsagePlans; readonly api: RestApi },
): Stage {
  const { clock, bus, metrics, place, plans, api } = options;
  const { document } = api;
  const findRoute = routesOf(document);
  const authorize = authorizationOf(document, { userPools: options.userPools, plans, stage: `${apiId}/${name}` });
  const validate = validationOf(document);
  const logStream = randomBytes(16).toString('hex');

  const served = async (call: ApiCall, requestId: string, progress: Progress, cause: number): Promise<HttpAnswer> => {
    const route = findRoute(call.method, call.path);
    progress.route = route;
    if (route === undefined)
      throw new GatewayResponseError('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');
    if (call.tooLarge) throw new GatewayResponseError('REQUEST_TOO_LARGE', 'Request Too Long');
    if (!stage.takeToken()) throw new GatewayResponseError('THROTTLED', 'Too Many Requests');
    const claims = await authorize(route, call);
    progress.claims = claims;
    await validate(route, call);
    const sourceArn = `arn:aws:execute-api:${place.region}:${place.account}:${apiId}/${name}/${route.method}${route.resource}`;
    const where = { apiId, stage: name, account: place.account };
    return integrate({ call, route, claims, requestId, sourceArn, cause, place: where }, options);
  };

  const report = (call: ApiCall, { status, body }: HttpAnswer, progress: Progress, info: RequestInfo) => {
    const milliseconds = clock.now() - info.since;
    const tags = { apiname: api.name, stage: name };
    const record = (metric: string, value: number) =>
      metrics.record({ metric: `aws.apigateway.${metric}`, tags, value, at: clock.now(), causes: [info.id] });
    record('count', 1);
    record('4xxerror', status >= 400 && status < 500 ? 1 : 0);
    record('5xxerror', status >= 500 ? 1 : 0);
    for (const latency of ['latency', 'latency.p99']) record(latency, milliseconds);
    // path parameters contain data from the caller, so only their names are shown and logged
    const resource = progress.route?.resource ?? '-';
    const { refused } = progress;
    bus.emit(
      { kind: 'api-answered', api: api.name, method: call.method, resource, status, milliseconds, refused },
      undefined,
      info.id,
      {
        payloads: [
          { label: 'request', read: () => call.body },
          { label: 'response', read: () => body },
        ],
      },
    );
    if (accessLog === undefined) return;
    const line = accessLine(accessLog.format, {
      requestId: info.requestId,
      requestTimeEpoch: String(Math.floor(info.since)),
      'identity.sourceIp': '127.0.0.1',
      httpMethod: call.method,
      resourcePath: resource,
      status: String(status),
      'error.responseType': refused,
      responseLatency: String(Math.round(milliseconds)),
      apiId,
      stage: name,
      ...Object.fromEntries(
        Object.entries(progress.claims ?? {}).map(([claim, value]) => [`authorizer.claims.${claim}`, value]),
      ),
    });
    options.writeLogs(accessLog.group, logStream, [line], info.id);
  };

  const stage: Stage = {
    apiId,
    takeToken: () => true,
    async answer(call, requestId) {
      const info = { since: clock.now(), id: bus.begin(undefined), requestId };
      const progress: Progress = { route: undefined, claims: undefined, refused: undefined };
      const answer = await served(call, requestId, progress, info.id).catch((error: unknown) => {
        const refusal =
          error instanceof GatewayResponseError
            ? error
            : new GatewayResponseError('DEFAULT_5XX', 'Internal server error');
        progress.refused = refusal.type;
        return gatewayResponse(refusal, document, requestId);
      });
      report(call, answer, progress, info);
      return answer;
    },
  };
  return stage;
}

interface RequestInfo {
  /** Time at which the request arrived, in ms since the epoch. */
  readonly since: number;
  readonly id: number;
  readonly requestId: string;
}
