import { randomBytes, randomUUID } from 'node:crypto';
import type { Authorizer } from '../authorize';
import type { Clock } from '../clock';
import type { UserPools } from '../cognito/user-pools';
import type { EventBus } from '../events';
import type { HttpAnswer } from '../gateway/server';
import type { Lambda } from '../lambda/lambda';
import type { Logs } from '../logs/logs';
import type { MetricStore } from '../metrics';
import type { Place } from '../parts';
import type { ApiDocument } from './api-document';
import { listenForApis } from './listener';
import { createStage, type Stage, type StageDeclaration } from './stage';
import { type Rate, tokenBucket } from './token-bucket';
import { createUsagePlans, type UsagePlans } from './usage-plans';

export interface ApiGateway {
  declareApi(api: RestApi): void;
  /** @throws Error where there is no such API */
  api(id: string): RestApi;
  declareStage(stage: StageDeclaration): void;
  /** @throws Error where there is no such stage */
  throttle(apiId: string, stage: string, rate: Rate): void;
  readonly plans: UsagePlans;
  /** With whose rights access logs are written; without one they are written all the same. */
  logWith(roleArn: string): void;
  /** Takes requests, where a stage is declared. @returns where the stages are, by `API/STAGE` */
  listen(port: number): Promise<readonly ServedStage[]>;
  close(): Promise<void>;
}

export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly document: ApiDocument;
}

export interface ServedStage {
  readonly url: string;
  /** One that may ask here; undefined where no key is needed. */
  readonly key: string | undefined;
}

export interface ApiGatewayOptions {
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly metrics: MetricStore;
  readonly lambda: Pick<Lambda, 'invoke'>;
  readonly userPools: Pick<UserPools, 'verify'>;
  readonly writeLogs: Logs['write'];
  readonly place: Pick<Place, 'region' | 'account'>;
  readonly authorizer: Authorizer;
}

const writing = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** REST APIs, each served from the document that it would be imported from. */
export function createApiGateway(options: ApiGatewayOptions): ApiGateway {
  const apis = new Map<string, RestApi>();
  const stages = new Map<string, Stage>();
  const plans = createUsagePlans(options.clock);
  let logRole: string | undefined;
  let close = async () => {};

  const find = (id: string): RestApi => {
    const found = apis.get(id);
    if (found === undefined) throw new Error(`rest_api_id: there is no API ${id}`);
    return found;
  };

  /** The line is lost, and the request goes on. */
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

  return {
    plans,
    logWith(roleArn) {
      logRole = roleArn;
    },
    declareApi: (api) => void apis.set(api.id, api),
    api: find,
    declareStage(stage) {
      if (stages.has(stage.name)) throw new Error(`stage_name: another API has a stage ${stage.name} already`);
      stages.set(stage.name, createStage(stage, { ...options, writeLogs, plans, api: find(stage.apiId) }));
    },
    throttle(apiId, name, rate) {
      const stage = stages.get(name);
      if (stage === undefined) throw new Error(`stage_name: the API ${apiId} has no stage ${name}`);
      stage.mayCome = tokenBucket(rate, options.clock);
    },
    async listen(port) {
      if (stages.size === 0) return [];
      const listener = await listenForApis(port, async (call) => {
        const [, name = '', ...rest] = call.path.split('/');
        const requestId = randomUUID();
        const answer = await (stages.get(name)?.answer({ ...call, path: `/${rest.join('/')}` }, requestId) ?? noStage);
        const ids = { 'x-amzn-requestid': requestId, 'x-amz-apigw-id': randomBytes(12).toString('base64') };
        return { ...answer, headers: { ...answer.headers, ...ids } };
      });
      close = listener.close;
      return [...stages].map(([name, { apiId }]) => ({
        url: `http://127.0.0.1:${listener.port}/${name}`,
        key: plans.keyFor(`${apiId}/${name}`),
      }));
    },
    close: () => close(),
  };
}

/** In an account such a host or stage is none of anybody's. */
const noStage: HttpAnswer = {
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenException' },
  body: '{"message":"Forbidden"}',
};
