import { randomBytes } from 'node:crypto';
import type { HttpAnswer } from '../http/http-call';
import { accessLine } from './access-line';
import type { ApiDocument } from './api-document';
import type { ApiGatewayOptions } from './api-gateway-options';
import { authorizationOf, type Claims } from './authorization';
import { integrate } from './integration';
import type { ApiCall } from './listener';
import { Refusal, refusalAnswer } from './refusal';
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
   * Takes a token of the stage's rate limit.
   * @returns false if the request must be throttled
   */
  mayCome(): boolean;
  answer(call: ApiCall, requestId: string): Promise<HttpAnswer>;
}

/** State of a request, for its access log line. */
interface Progress {
  route: Route | undefined;
  claims: Claims | undefined;
  refused: string | undefined;
}

/** Creates a stage of an API, which checks requests in the order that API Gateway uses and calls the integration. */
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
    if (route === undefined) throw new Refusal('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');
    if (call.tooLarge) throw new Refusal('REQUEST_TOO_LARGE', 'Request Too Long');
    if (!stage.mayCome()) throw new Refusal('THROTTLED', 'Too Many Requests');
    const claims = await authorize(route, call);
    progress.claims = claims;
    await validate(route, call);
    const sourceArn = `arn:aws:execute-api:${place.region}:${place.account}:${apiId}/${name}/${route.method}${route.resource}`;
    const where = { apiId, stage: name, account: place.account };
    return integrate({ call, route, claims, requestId, sourceArn, cause, place: where }, options);
  };

  const tell = (call: ApiCall, { status }: HttpAnswer, progress: Progress, told: Told) => {
    const milliseconds = clock.now() - told.since;
    const tags = { apiname: api.name, stage: name };
    const record = (metric: string, value: number) =>
      metrics.record({ metric: `aws.apigateway.${metric}`, tags, value, at: clock.now() });
    record('count', 1);
    record('4xxerror', status >= 400 && status < 500 ? 1 : 0);
    record('5xxerror', status >= 500 ? 1 : 0);
    for (const latency of ['latency', 'latency.p99']) record(latency, milliseconds);
    // path parameters are the caller's data: the screen and the log only get their names
    const resource = progress.route?.resource ?? '-';
    const { refused } = progress;
    bus.tell(
      { kind: 'api-answered', api: api.name, method: call.method, resource, status, milliseconds, refused },
      undefined,
      told.id,
    );
    if (accessLog === undefined) return;
    const line = accessLine(accessLog.format, {
      requestId: told.requestId,
      requestTimeEpoch: String(Math.floor(told.since)),
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
    options.writeLogs(accessLog.group, logStream, [line], told.id);
  };

  const stage: Stage = {
    apiId,
    mayCome: () => true,
    async answer(call, requestId) {
      const told = { since: clock.now(), id: bus.begin(undefined), requestId };
      const progress: Progress = { route: undefined, claims: undefined, refused: undefined };
      const answer = await served(call, requestId, progress, told.id).catch((error: unknown) => {
        const refusal = error instanceof Refusal ? error : new Refusal('DEFAULT_5XX', 'Internal server error');
        progress.refused = refusal.type;
        return refusalAnswer(refusal, document, requestId);
      });
      tell(call, answer, progress, told);
      return answer;
    },
  };
  return stage;
}

interface Told {
  /** Ms since the epoch. */
  readonly since: number;
  readonly id: number;
  readonly requestId: string;
}
