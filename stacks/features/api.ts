import {
  declareOutputs,
  Feature,
  type Grant,
  grantDescribeExecution,
  grantSendTaskFailure,
  grantStartExecution,
  NodeFunction,
  newest,
  put,
  query,
  queryIndex,
  RestApi,
  read,
  readMany,
  SavedQuery,
  UserPool,
  update,
} from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { bindings } from '../../contracts/bindings';
import { digestFolder } from '../../contracts/digest';
import { traceHeader } from '../../contracts/trace';
import { bound } from '../bound-function';
import { environmentOf } from '../environment-context';
import type { Owners } from './owners';
import type { PowerCommand } from './power-command';
import type { ShadowHistory } from './shadow-history';
import type { Telemetry } from './telemetry';
import type { TimerEvent } from './timer-event';

interface ApiProps {
  /** Parsed OpenAPI document of the REST API (`api/openapi.yaml`). */
  readonly specification: unknown;
  readonly owners: Owners;
  readonly telemetry: Telemetry;
  readonly history: ShadowHistory;
  readonly commands: PowerCommand;
  readonly timer: TimerEvent;
}

/** REST API of `api/openapi.yaml`: users and programs → tokens of the user pool → API Gateway → function `api`. */
export class Api extends Feature {
  readonly people: UserPool;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { specification, owners, telemetry, history, commands, timer } = props;
    const environment = environmentOf(this);
    const { belongings } = owners;
    const { readings, rooms } = telemetry;
    const answering = new NodeFunction(this, 'api', {
      timeout: seconds(10),
      ...bound(this, bindings.api, {
        belongings: belongings.name,
        shadowHistory: history.table.name,
        readings: readings.name,
        rooms: rooms.name,
        digests: timer.digests.name,
        commands: {
          table: commands.commands.name,
          one: commands.one.arn,
          many: commands.many.arn,
          answerWithinSeconds: environment.powerCommand.answerWithin.seconds,
          longestSeconds: environment.powerCommand.longest.seconds,
        },
        origin: environment.api.origin,
      }),
      can: [
        read(belongings),
        put(belongings),
        queryIndex(belongings),
        query(history.table),
        query(readings),
        read(rooms),
        timer.digests.reading(digestFolder),
        ...[read, put, update, queryIndex, readMany].map((use) => use(commands.commands)),
        grantStartExecution(commands.one),
        grantSendTaskFailure(commands.one),
        grantStartExecution(commands.many),
        grantDescribeExecution(commands.many),
        grantReadThings(environment),
      ],
    });
    const people = new UserPool(this, 'people', {
      origin: environment.api.origin,
      scopes: {
        read: 'View your devices and rooms',
        command: 'Control your devices',
        admin: 'Assign devices and rooms to owners, and view the whole fleet',
      },
    });
    this.people = people;
    const restApi = new RestApi(this, 'rest-api', {
      pool: people,
      answeredBy: answering,
      specification,
      allowedHeaders: ['idempotency-key', traceHeader],
      ...environment.api,
    });
    declareOutputs(this, {
      api_url: restApi.url,
      api_keys: restApi.keyIds,
      token_url: people.tokenUrl,
      user_pool: people.id,
      token_client: people.programsClientId,
    });
    new SavedQuery(this, 'requests-of-the-api', {
      of: [restApi],
      query: [
        'stats count() as requests, pct(milliseconds, 50) as p50, pct(milliseconds, 99) as p99 by method, path, status, refused',
        'sort requests desc',
      ],
    });
    new SavedQuery(this, 'answers-of-the-api', { of: [answering], query: newest('route', 'status') });
  }
}

/** Grants reading all things and their shadows. The function itself checks ownership. */
const grantReadThings = ({ region, account }: Environment): Grant => [
  {
    Effect: 'Allow',
    Action: ['iot:DescribeThing', 'iot:GetThingShadow'],
    Resource: `arn:aws:iot:${region}:${account}:thing/*`,
  },
];
