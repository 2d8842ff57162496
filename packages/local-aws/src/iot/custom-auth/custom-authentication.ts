import { randomUUID } from 'node:crypto';
import { describeError } from '../../error-message';
import { perPlatform } from '../../per-platform';
import type { Store } from '../../store';
import { type InvocationOptions, invokeForIot } from '../invoke-for-iot';
import { authorizersOf, type CustomAuthorizer } from '../registry/authorizers';
import { domainConfigurationsOf } from '../registry/domain-configurations';
import { type Authorization, type AuthorizerResult, authorizationOf, parseResult } from './authorizer-result';
import {
  authorizerParameter,
  type DeviceCredentials,
  parameterOf,
  protocolsOf,
  signatureParameter,
} from './device-credentials';
import { isTokenSigned } from './token-signature';

/** Reason why a custom authorizer does not admit a device. */
export class AuthenticationError extends Error {
  constructor(
    /** Name of the authorizer, or undefined if none applies to the device. */
    readonly authorizer: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

/** Credentials, with the ID of the device's connection. */
export type AuthenticationRequest = DeviceCredentials & { connectionId: string };

/** Request that tests an authorizer. Its protocol data is undefined if the test specifies none. */
interface TestRequest {
  token: string | undefined;
  protocols: object;
}

/** Custom authentication of devices without a certificate. */
export interface CustomAuthentication {
  /** Returns whether a device without a certificate can be authenticated, because an authorizer is active. */
  isAvailable(): boolean;
  /**
   * Returns the authorizer for a device: the authorizer that the device specifies, or the default authorizer of the
   * domain or account.
   * @throws AuthenticationError if no authorizer applies, or the device must not use the authorizer
   */
  select(credentials: DeviceCredentials): CustomAuthorizer;
  /**
   * Verifies a device's token and invokes the authorizer's function.
   * @throws AuthenticationError if the token is not signed, or the function does not authenticate the device
   */
  authenticate(request: AuthenticationRequest): Promise<Authorization>;
  /**
   * Invokes an authorizer's function for a test.
   * @throws Error if the function fails or its result is invalid
   */
  test(authorizer: CustomAuthorizer, request: TestRequest): Promise<AuthorizerResult>;
}

/**
 * Returns why a token is rejected, or undefined if it is accepted.
 * Source: AWS IoT developer guide, "custom-auth-troubleshooting", "Possible application layer issues".
 */
export function tokenFault(
  { isSigningDisabled, tokenKeyName, publicKeys }: CustomAuthorizer,
  { token, signature }: { token: string | undefined; signature: string | undefined },
): string | undefined {
  if (isSigningDisabled) return undefined;
  if (token === undefined) return `the token is missing: send it as "${tokenKeyName}"`;
  if (signature === undefined) return `the token's signature is missing: send it as "${signatureParameter}"`;
  if (isTokenSigned(token, signature, Object.values(publicKeys))) return undefined;
  return "the token's signature is invalid: check the private key, and encode the signature in queries and user names";
}

/** Creates custom authentication. Source: AWS IoT developer guide, "custom-authorizer", "custom-auth". */
export const customAuthenticationOf = perPlatform(
  (parts: { store: Store; place: { account: string } } & Omit<InvocationOptions, 'account'>): CustomAuthentication => {
    const authorizers = authorizersOf(parts);
    const domains = domainConfigurationsOf(parts);

    const nameFor = (credentials: DeviceCredentials): string => {
      const { serverName } = credentials;
      const named = parameterOf(credentials, authorizerParameter);
      const domain = serverName === undefined ? undefined : domains.at(serverName)?.authorizer;
      const standard = domain?.defaultName ?? authorizers.defaultName();
      const name = named ?? standard;
      if (name === undefined)
        throw new AuthenticationError(undefined, 'the client has no certificate and specifies no custom authorizer');
      if (named !== undefined && domain?.isOverridable === false && named !== domain.defaultName)
        throw new AuthenticationError(named, `the domain ${serverName} does not allow other authorizers`);
      return name;
    };

    const select = (credentials: DeviceCredentials): CustomAuthorizer => {
      const name = nameFor(credentials);
      const authorizer = authorizers.find(name);
      if (authorizer === undefined) throw new AuthenticationError(name, `unknown authorizer "${name}"`);
      if (!authorizer.isActive) throw new AuthenticationError(name, `the authorizer ${name} is inactive`);
      return authorizer;
    };

    const invoke = async ({ arn, functionArn }: CustomAuthorizer, event: object) =>
      parseResult(
        await invokeForIot({ functionArn, event, sourceArn: arn }, { ...parts, account: parts.place.account }),
      );

    const eventOf = (
      { isSigningDisabled }: CustomAuthorizer,
      token: string | undefined,
      { protocols, connectionId }: { protocols: object; connectionId: string },
    ) => ({
      ...(token !== undefined && { token }),
      signatureVerified: !isSigningDisabled,
      ...protocols,
      connectionMetadata: { id: connectionId },
    });

    return {
      isAvailable: () => authorizers.all().some(({ isActive }) => isActive),
      select,
      async authenticate(request) {
        const authorizer = select(request);
        const { name, tokenKeyName } = authorizer;
        const token = tokenKeyName === undefined ? undefined : parameterOf(request, tokenKeyName);
        const fault = tokenFault(authorizer, { token, signature: parameterOf(request, signatureParameter) });
        if (fault !== undefined) throw new AuthenticationError(name, fault);
        const { connectionId } = request;
        const { serverName, http, mqtt } = request;
        const protocols = protocolsOf({ tls: { serverName }, http, mqtt });
        const event = eventOf(authorizer, token, { protocols, connectionId });
        try {
          return authorizationOf(await invoke(authorizer, event));
        } catch (error) {
          throw new AuthenticationError(name, describeError(error));
        }
      },
      test: (authorizer, { token, protocols }) =>
        invoke(authorizer, eventOf(authorizer, token, { protocols, connectionId: randomUUID() })),
    };
  },
);
