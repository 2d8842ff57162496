import {
  declareOutputs,
  Feature,
  type Grant,
  NodeFunction,
  newest,
  put,
  queryIndex,
  RestApi,
  read,
  SavedQuery,
  type Table,
  type UserPool,
} from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environment';
import { bindings } from '../../contracts/bindings';
import { traceHeader } from '../../contracts/trace';
import { bindFunction } from '../bound-function';
import { environmentOf } from '../environment-context';

interface ApiProps {
  /** Parsed OpenAPI document of the REST API (`api/openapi.yaml`). */
  readonly specification: unknown;
  /** Owners of devices and rooms. */
  readonly belongings: Table;
  readonly people: UserPool;
}

/**
 * REST API from `api/openapi.yaml`: users and programs → tokens from the user pool → API Gateway → function `api`. Features that
 * are declared earlier grant the function access to their data.
 */
export class Api extends Feature {
  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { specification, belongings, people } = props;
    const environment = environmentOf(this);
    const answering = new NodeFunction(this, 'api', {
      timeout: seconds(10),
      ...bindFunction(this, bindings.api, { belongings: belongings.name, origin: environment.api.origin }),
      can: [read(belongings), put(belongings), queryIndex(belongings), grantReadThings(environment)],
    });
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

/** Grants permission to read all things and their shadows. The function itself checks ownership. */
const grantReadThings = ({ region, account }: Environment): Grant => [
  {
    Effect: 'Allow',
    Action: ['iot:DescribeThing', 'iot:GetThingShadow'],
    Resource: `arn:aws:iot:${region}:${account}:thing/*`,
  },
];
