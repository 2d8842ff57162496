import { type ConnectAttribute, iotContext } from '@himeshima/aws-policy';
import { fieldsOf } from '../../certificates/certificate-fields';
import {
  type CertificatePrincipal,
  type CustomPrincipal,
  type RolePrincipal,
  type UserPrincipal,
  userIdOf,
} from '../../iam/principal';
import type { Certificate, Registry } from '../registry/thing-registry';

/** Principal of a connection: a device with a certificate or a custom authorizer, or a caller with AWS credentials. */
export type ConnectedPrincipal = CertificatePrincipal | CustomPrincipal | UserPrincipal | RolePrincipal;

/** Connection of a client that has been admitted, or requests admission. */
export interface Connection {
  clientId: string;
  principal: ConnectedPrincipal;
  source: Source;
  /** Topic filters to which the client has subscribed. */
  subscriptions: Set<string>;
  session: RequestedSession;
}

/** Session that a client requests in its CONNECT. */
export interface RequestedSession {
  /** Keep-alive interval in seconds. */
  readonly keepAliveSeconds: number;
  readonly isClean: boolean;
}

/** Network source of a connection. */
export interface Source {
  ip: string;
  port: number;
  /** Server name that the client requested in TLS (SNI), if any. */
  domain: string | undefined;
}

/** Client ID and connect attributes in a CONNECT. */
export interface ConnectIdentity {
  clientId: string;
  connectAttributes: readonly ConnectAttribute[];
}

/**
 * Returns a device's principal. The values of its IoT policy variables do not change while the connection is open.
 * @param named undefined over HTTP, where a device has no client ID and therefore no thing
 * (developer guide, "thing-policy-variables")
 */
export const deviceOf = (
  { id: certificateId, pem }: Certificate,
  { source, named }: { source: Source; named: ConnectIdentity | undefined },
  registry: Pick<Registry, 'thing' | 'thingsOf' | 'exclusiveThingOf'>,
): CertificatePrincipal => {
  const exclusiveThing = registry.exclusiveThingOf(certificateId);
  return {
    kind: 'certificate',
    certificateId,
    context: iotContext({
      clientId: named?.clientId,
      connectAttributes: named?.connectAttributes,
      certificateId,
      attachedThings: registry.thingsOf(certificateId),
      exclusiveThing,
      thing: named && registry.thing(exclusiveThing ?? named.clientId),
      certificate: fieldsOf(pem),
      source,
    }),
  };
};

/**
 * Returns the principal of a device that a custom authorizer has authenticated. The device has no certificate, so it is
 * not attached to a thing.
 * @param granted result of the authorizer; its policies are replaced when they are refreshed
 * @param named undefined over HTTP
 */
export const customDeviceOf = (
  granted: Pick<CustomPrincipal, 'principalId' | 'policies'>,
  { source, named }: { source: Source; named: ConnectIdentity | undefined },
): CustomPrincipal => ({
  kind: 'custom',
  principalId: granted.principalId,
  get policies() {
    return granted.policies;
  },
  context: iotContext({
    clientId: named?.clientId,
    connectAttributes: named?.connectAttributes,
    certificateId: undefined,
    attachedThings: [],
    source,
  }),
});

/** Returns the name of the thing that is attached to a device's certificate, and matches its connection. */
export function attachedThingOf(principal: ConnectedPrincipal): string | undefined {
  if (principal.kind !== 'certificate') return undefined;
  const { 'iot:Connection.Thing.ThingName': thing, 'iot:Connection.Thing.IsAttached': isAttached } = principal.context;
  return isAttached === 'true' && typeof thing === 'string' ? thing : undefined;
}

/**
 * Returns the principal ID for rules and for the AWS IoT log.
 * Source: developer guide, "iot-sql-functions", principal().
 */
export const principalIdOf = (principal: ConnectedPrincipal): string => {
  if (principal.kind === 'certificate') return principal.certificateId;
  return principal.kind === 'custom' ? principal.principalId : userIdOf(principal);
};
