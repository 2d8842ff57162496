import { randomBytes, randomUUID } from 'node:crypto';
import { rejectUpgrade } from '../gateway/reject-upgrade';
import type { HttpAnswer } from '../http/http-call';
import type { Logs } from '../logs/logs';
import type { ApiGatewayOptions } from './api-gateway-options';
import { type ApiCall, type ApiListener, listenForApis } from './listener';
import { createStage, type RestApi, type Stage, type StageDeclaration } from './stage';
import { type Rate, tokenBucket } from './token-bucket';
import { createUsagePlans, type UsagePlans } from './usage-plans';
import { connectionsApi } from './web-socket/connections-api';
import { createSocketApis, type SocketApis } from './web-socket/socket-apis';
import { createSocketStage, type SocketStage } from './web-socket/socket-stage';

export interface ApiGateway {
  declareApi(api: RestApi): void;
  /** Returns a declared REST API. @throws Error if the API does not exist */
  api(id: string): RestApi;
  /** Declares a stage. @param stage.isUpdate whether the stage exists and keeps its rate limit */
  declareStage(stage: StageDeclaration & { isUpdate?: boolean | undefined }): void;
  /**
   * Limits a stage's request rate.
   * @throws Error if the stage does not exist
   */
  throttle(apiId: string, stage: string, rate: Rate): void;
  readonly plans: UsagePlans;
  readonly sockets: SocketApis;
  /**
   * Declares a stage of a WebSocket API.
   * @returns the stage's URL without a scheme
   * @throws Error if the API does not exist
   */
  declareSocketStage(stage: SocketStageSettings): string;
  /** Sets the role that writes access logs. If no role is set, writing requires no permission. */
  logWith(roleArn: string): void;
  /** Opens the port. Callers must open the port before they declare stages, because stage URLs contain the port. */
  listen(port: number): Promise<void>;
  /** Returns the stages of REST APIs. */
  stages(): readonly ServedStage[];
  /** Returns the URLs of the stages of WebSocket APIs. */
  socketUrls(): readonly string[];
  close(): Promise<void>;
}

export interface SocketStageSettings extends StageDeclaration {
  readonly rate: Rate | undefined;
}

export interface ServedStage {
  readonly url: string;
  /** API key that may call the stage, for the start screen; undefined if no key is required. */
  readonly key: string | undefined;
}

/** Maximum rate of new connections per account. Source: API Gateway developer guide, "Quotas for WebSocket APIs". */
const connecting: Rate = { perSecond: 500, burst: 500 };

const writing = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * Creates the API Gateway emulator for WebSocket APIs and for REST APIs, which it serves from their OpenAPI documents.
 */
export function createApiGateway(options: ApiGatewayOptions): ApiGateway {
  const apis = new Map<string, RestApi>();
  const stages = new Map<string, Stage>();
  const plans = createUsagePlans(options.clock);
  let logRole: string | undefined;
  let listener: ApiListener | undefined;
  const sockets = createSocketApis();
  const socketStages = new Map<string, SocketStage>();
  const mayConnect = tokenBucket(connecting, options.clock);
  const manage = connectionsApi(options, socketStages);
  const addressOf = (stage: string) => `127.0.0.1:${listener?.port}/${stage}`;

  const find = (id: string): RestApi => {
    const found = apis.get(id);
    if (found === undefined) throw new Error(`rest_api_id: no such API: ${id}`);
    return found;
  };

  /** Writes lines to an access log. If the role lacks permission, the lines are dropped, and the request continues. */
  const writeLogs: Logs['write'] = (group, stream, ...others) => {
    if (logRole !== undefined) {
      const { region, account } = options.place;
      const by = { kind: 'service', service: 'apigateway.amazonaws.com' } as const;
      const principal = { kind: 'role', arn: logRole, session: 'api-gateway', by } as const;
      const resource = `arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:${stream}`;
      if (!writing.every((action) => options.authorizer.authorize({ principal, action, resource }).allowed)) return;
    }
    options.writeLogs(group, stream, ...others);
  };

  const rejectUsedName = (name: string) => {
    if (!stages.has(name) && !socketStages.has(name)) return;
    throw new Error(`stage_name: another API already has the stage ${name}`);
  };

  const answer = async (call: ApiCall): Promise<HttpAnswer> => {
    const managed = await manage(call);
    if (managed !== undefined) return managed;
    const [, name = '', ...rest] = call.path.split('/');
    const requestId = randomUUID();
    const answered = await (stages.get(name)?.answer({ ...call, path: `/${rest.join('/')}` }, requestId) ?? noStage);
    const ids = { 'x-amzn-requestid': requestId, 'x-amz-apigw-id': randomBytes(12).toString('base64') };
    return { ...answered, headers: { ...answered.headers, ...ids } };
  };

  return {
    plans,
    sockets,
    logWith(roleArn) {
      logRole = roleArn;
    },
    declareApi: (api) => void apis.set(api.id, api),
    api: find,
    declareStage({ isUpdate = false, ...stage }) {
      const before = isUpdate ? stages.get(stage.name) : undefined;
      if (before === undefined) rejectUsedName(stage.name);
      const after = createStage(stage, { ...options, writeLogs, plans, api: find(stage.apiId) });
      if (before !== undefined) after.takeToken = before.takeToken;
      stages.set(stage.name, after);
    },
    declareSocketStage({ rate, ...stage }) {
      rejectUsedName(stage.name);
      const takeToken = rate === undefined ? () => true : tokenBucket(rate, options.clock);
      const parts = { ...options, writeLogs, mayConnect };
      socketStages.set(stage.name, createSocketStage({ ...stage, takeToken }, sockets.find(stage.apiId), parts));
      return addressOf(stage.name);
    },
    throttle(apiId, name, rate) {
      const stage = stages.get(name);
      if (stage === undefined) throw new Error(`stage_name: the API ${apiId} has no stage ${name}`);
      stage.takeToken = tokenBucket(rate, options.clock);
    },
    async listen(port) {
      listener = await listenForApis(port, {
        answer,
        async upgrade(call) {
          const stage = socketStages.get(call.path.replace(/^\//, ''));
          if (stage === undefined) return rejectUpgrade(call.socket, 403, { message: 'Forbidden' });
          await stage.upgrade(call);
        },
      });
    },
    stages: () =>
      [...stages].map(([name, { apiId }]) => ({
        url: `http://${addressOf(name)}`,
        key: plans.keyFor(`${apiId}/${name}`),
      })),
    socketUrls: () => [...socketStages.keys()].map((name) => `ws://${addressOf(name)}`),
    async close() {
      for (const stage of socketStages.values()) stage.close();
      await listener?.close();
    },
  };
}

/** Response that API Gateway sends for an unknown host or stage. */
const noStage: HttpAnswer = {
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenException' },
  body: '{"message":"Forbidden"}',
};
