import { readFileSync } from 'node:fs';
import { declareOutputs, Feature, NodeFunction, newest, RestApi, SavedQuery, UserPool } from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { parse } from 'yaml';
import { bindings } from '../../contracts/bindings';
import { environmentOf } from '../environment-context';

/** REST API of `api/openapi.yaml`: users and programs → tokens of the user pool → API Gateway → function `api`. */
export class Api extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { api } = environmentOf(this);
    const pool = new UserPool(this, 'people', {
      origin: api.origin,
      scopes: { read: 'View devices', command: 'Control devices' },
    });
    const answering = new NodeFunction(this, 'api', {
      timeout: seconds(10),
      environment: bindings.api.environment({ origin: api.origin }),
      can: [],
    });
    const restApi = new RestApi(this, 'rest-api', {
      pool,
      answeredBy: answering,
      specification: parse(readFileSync('api/openapi.yaml', 'utf8')),
      ...api,
    });
    declareOutputs(this, {
      api_url: restApi.url,
      api_keys: restApi.keyIds,
      token_url: pool.tokenUrl,
      token_client: pool.programsClientId,
    });
    new SavedQuery(this, 'requests-of-the-api', {
      of: [restApi],
      query: ['stats count() as requests by method, path, status, refused', 'sort requests desc'],
    });
    new SavedQuery(this, 'answers-of-the-api', { of: [answering], query: newest('route', 'status') });
  }
}
