import type { UserPools } from '../cognito/user-pools';
import type { HttpCall } from '../http/http-call';
import type { ApiDocument } from './api-document';
import { GatewayResponseError } from './gateway-response';
import type { Route } from './routes';
import type { UsagePlans } from './usage-plans';

/** Claims of a token as they appear in a function's event, where every value is a string. */
export type Claims = Readonly<Record<string, string>>;

interface AuthorizationOptions {
  readonly userPools: Pick<UserPools, 'verify'>;
  readonly plans: Pick<UsagePlans, 'use'>;
  /** Identifier of the stage: `API/STAGE`. */
  readonly stage: string;
}

/**
 * Returns a function that authorizes a request. The authorizer runs before the API key is checked, because in API
 * Gateway, an authorizer can supply the key.
 */
export function authorizationOf({ components }: ApiDocument, { userPools, plans, stage }: AuthorizationOptions) {
  const { securitySchemes } = components;

  const authorized = async (poolArns: readonly string[], header: string | undefined, scopes: readonly string[]) => {
    const token = header?.replace(/^Bearer /, '') ?? '';
    if (token === '') throw new GatewayResponseError('UNAUTHORIZED', 'Unauthorized');
    const verified = await userPools.verify(poolArns, token);
    if ('refused' in verified) {
      const message = verified.refused === 'expired' ? 'The incoming token has expired' : 'Unauthorized';
      throw new GatewayResponseError('UNAUTHORIZED', message);
    }
    // A method with scopes requires an access token with one of these scopes; a method without scopes requires an
    // identity token (API Gateway API reference, Method, authorizationScopes; re:Post,
    // "api-gateway-cognito-401-unauthorized").
    const { token_use: use, scope, ...others } = verified.claims;
    const held = String(scope ?? '').split(' ');
    const fits = scopes.length === 0 ? use === 'id' : use === 'access' && scopes.some((one) => held.includes(one));
    if (!fits) throw new GatewayResponseError('UNAUTHORIZED', 'Unauthorized');
    const claims = { ...others, token_use: use, scope };
    return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, String(value)]));
  };

  /**
   * Authorizes a request, and counts it against the usage plan of its API key if the method requires a key. Returns the
   * claims in the request's token, or undefined if the method has no authorizer.
   * @throws GatewayResponseError if the caller is not authorized, or the key is throttled or over its quota
   */
  return async (route: Route, { headers }: Pick<HttpCall, 'headers'>): Promise<Claims | undefined> => {
    const required = Object.entries(route.declared.security[0] ?? {}).map(([name, scopes]) => {
      const scheme = securitySchemes[name];
      if (scheme === undefined) throw new GatewayResponseError('API_CONFIGURATION_ERROR', 'Internal server error');
      return { scheme, scopes, given: headers[scheme.name.toLowerCase()] };
    });
    let claims: Claims | undefined;
    for (const { scheme, scopes, given } of required) {
      const authorizer = scheme['x-amazon-apigateway-authorizer'];
      if (authorizer !== undefined) claims = await authorized(authorizer.providerARNs, given, scopes);
    }
    for (const { scheme, given } of required) {
      if (scheme['x-amazon-apigateway-authorizer'] === undefined) plans.use(stage, given);
    }
    return claims;
  };
}
