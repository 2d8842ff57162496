import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { HttpCall } from '../../http/http-call';
import type { CustomPrincipal } from '../../iam/principal';
import { customDeviceOf } from '../broker/connection';
import { sourceOf } from '../broker/peer';
import type { Authorization } from '../custom-auth/authorizer-result';
import type { CustomAuthentication } from '../custom-auth/custom-authentication';
import { type DeviceCredentials, hostOf } from '../custom-auth/device-credentials';

interface HttpAuthenticationOptions {
  customAuthentication: Pick<CustomAuthentication, 'authenticate' | 'select'>;
  clock: Pick<Clock, 'now'>;
}

interface CachedAuthorization {
  /** Credentials and authorizer for which the result is valid. */
  key: string;
  until: number;
  authorization: Authorization;
}

/** Headers that differ between requests with the same credentials. */
const volatileHeaders: ReadonlySet<string> = new Set(['content-length', 'content-type']);

const credentialsIn = ({ headers, query }: HttpCall, domain: string | undefined): DeviceCredentials => ({
  serverName: domain ?? hostOf(headers),
  http: { headers, queryString: query.size === 0 ? '' : `?${query}` },
});

/**
 * Returns a function that authenticates HTTPS requests of devices without a certificate, by custom authorizers. If the
 * authorizer enables caching, the result applies to further requests with the same headers and query on the same connection,
 * until the refresh interval has passed on the platform's clock. Source: AWS IoT developer guide, "custom-auth-lambda";
 * API reference, "CreateAuthorizer", enableCachingForHttp.
 */
export function createHttpAuthentication({ customAuthentication, clock }: HttpAuthenticationOptions) {
  const cached = new WeakMap<object, CachedAuthorization>();
  const connectionIds = new WeakMap<object, string>();

  const authorizationFor = async (credentials: DeviceCredentials, connection: object): Promise<Authorization> => {
    const { name, cachesHttp } = customAuthentication.select(credentials);
    const { headers = {}, queryString } = credentials.http ?? {};
    const key = JSON.stringify([
      name,
      queryString,
      Object.entries(headers).filter(([header]) => !volatileHeaders.has(header)),
    ]);
    const known = cached.get(connection);
    if (cachesHttp && known?.key === key && clock.now() < known.until) return known.authorization;
    const connectionId = connectionIds.get(connection) ?? randomUUID();
    connectionIds.set(connection, connectionId);
    const authorization = await customAuthentication.authenticate({ ...credentials, connectionId });
    const until = clock.now() + authorization.refreshAfterSeconds * 1000;
    if (cachesHttp) cached.set(connection, { key, until, authorization });
    return authorization;
  };

  return async (call: HttpCall, connection: object): Promise<CustomPrincipal> => {
    const source = sourceOf(connection);
    const authorization = await authorizationFor(credentialsIn(call, source.domain), connection);
    return customDeviceOf(authorization, { source, named: undefined });
  };
}
