import { createHash, randomBytes } from 'node:crypto';
import type { AwsAccount } from '../aws-account';
import type { Clock } from '../clock';
import type { HttpAnswer, HttpCall } from '../http/http-call';
import type { PoolClient } from './pool-client';
import { createSigningKeys } from './signing-keys';
import { answerTokenRequest } from './token-endpoint';
import type { VerifiedToken } from './verified-token';

export interface UserPools {
  /**
   * Declares a pool.
   * @returns the pool's ID and ARN, and the endpoint that serves its signing keys, without a scheme
   */
  declarePool(address: string): { readonly id: string; readonly arn: string; readonly endpoint: string };
  declareClient(
    address: string,
    client: Omit<PoolClient, 'id' | 'secret'> & { readonly hasSecret: boolean },
  ): PoolClient;
  declareScopes(poolId: string, identifier: string, names: readonly string[]): readonly string[];
  declareDomain(domain: string, poolId: string): void;
  /** Verifies a token, which must have been issued by one of the given pools. */
  verify(poolArns: readonly string[], token: string): Promise<VerifiedToken>;
  client(poolId: string, id: string): PoolClient | undefined;
  /** Returns the clients that have a secret, with their token endpoints. */
  programs(): readonly { readonly tokenUrl: string; readonly client: PoolClient }[];
  /**
   * Serves Cognito's endpoints for public keys and tokens. Requests to these endpoints are not signed.
   * @returns undefined for all other paths
   */
  answer(call: HttpCall): Promise<HttpAnswer | undefined>;
}

interface UserPoolOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly place: Pick<AwsAccount, 'region' | 'account'>;
  readonly endpoint: () => string;
}

/** Returns an ID that is the same at every start, so that references to the ID remain valid. */
const idOf = (address: string, length: number) => createHash('sha256').update(address).digest('hex').slice(0, length);

/**
 * Creates the user pools, which issue tokens to programs but have no users. Tokens are signed, and can be verified
 * with the published keys.
 */
export function createUserPools({ clock, place, endpoint }: UserPoolOptions): UserPools {
  const arnOf = (poolId: string) => `arn:aws:cognito-idp:${place.region}:${place.account}:userpool/${poolId}`;
  const pools = new Set<string>();
  const clients: PoolClient[] = [];
  const scopes = new Map<string, ReadonlySet<string>>();
  const domains = new Map<string, string>();
  const keys = createSigningKeys(clock);
  // in AWS, the issuer is a URL at amazonaws.com; locally, it is the URL that serves the keys
  const issuerOf = (poolId: string) => `${endpoint()}/${poolId}`;

  return {
    declarePool(address) {
      const id = `${place.region}_${idOf(address, 9)}`;
      pools.add(id);
      return { id, arn: arnOf(id), endpoint: issuerOf(id).replace(/^https?:\/\//, '') };
    },

    declareClient(address, { hasSecret, ...declared }) {
      const secret = hasSecret ? randomBytes(26).toString('hex') : undefined;
      const client = { ...declared, id: idOf(`${declared.poolId} ${address}`, 26), secret };
      const known = scopes.get(client.poolId) ?? new Set();
      const unknown = client.scopes.find((scope) => scope.includes('/') && !known.has(scope));
      if (unknown !== undefined)
        throw new Error(`allowed_oauth_scopes: no resource server of the pool declares ${unknown}`);
      clients.push(client);
      return client;
    },

    declareScopes(poolId, identifier, names) {
      const made = names.map((name) => `${identifier}/${name}`);
      scopes.set(poolId, new Set([...(scopes.get(poolId) ?? []), ...made]));
      return made;
    },

    declareDomain: (domain, poolId) => void domains.set(domain, poolId),

    async verify(poolArns, token) {
      const issuers = [...pools].filter((id) => poolArns.includes(arnOf(id))).map(issuerOf);
      return keys.verify(token, issuers);
    },

    client: (poolId, id) => clients.find((one) => one.poolId === poolId && one.id === id),

    programs: () =>
      [...domains].flatMap(([domain, poolId]) =>
        clients
          .filter((client) => client.poolId === poolId && client.secret !== undefined)
          .map((client) => ({ tokenUrl: `${endpoint()}/${domain}/oauth2/token`, client })),
      ),

    async answer(call) {
      const [, first = '', ...rest] = call.path.split('/');
      const path = rest.join('/');
      if (pools.has(first) && path === '.well-known/jwks.json') return inJson(200, await keys.published());
      const poolId = domains.get(first);
      if (poolId === undefined || path !== 'oauth2/token') return undefined;
      const ofPool = clients.filter((client) => client.poolId === poolId);
      const { status, body } = await answerTokenRequest(call, ofPool, {
        sign: (client, scope) => keys.sign(issuerOf(poolId), client, scope),
      });
      return inJson(status, body);
    },
  };
}

const inJson = (status: number, body: object): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});
