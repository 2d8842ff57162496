import { type ConnectAttribute, iotContext } from '@himeshima/aws-policy';
import { fieldsOf } from '../../certificates/certificate-fields';
import { type CertificatePrincipal, type RolePrincipal, type UserPrincipal, userIdOf } from '../../iam/principal';
import type { Certificate, Registry } from '../registry/registry';

/** Who has connected: a device by its certificate, or somebody with AWS credentials. */
export type ConnectedPrincipal = CertificatePrincipal | UserPrincipal | RolePrincipal;

/** A client that was let in, or asks to be. */
export interface Connection {
  clientId: string;
  principal: ConnectedPrincipal;
  source: Source;
  /** The filters that it is subscribed to. */
  subscriptions: Set<string>;
}

/** Where somebody connects from. */
export interface Source {
  ip: string;
  port: number;
  /** The name of the server that it asked for (SNI), where it did. */
  domain: string | undefined;
}

/** By which name, and with what its CONNECT asks for beyond a plain connection. */
export interface Named {
  clientId: string;
  connectAttributes: readonly ConnectAttribute[];
}

/**
 * The variables of IoT policies have their values for as long as the connection lasts.
 * @param named undefined over HTTP, where it is no client, and so no thing: developer guide, "thing-policy-variables"
 */
export const deviceOf = (
  { id: certificateId, pem }: Certificate,
  { source, named }: { source: Source; named: Named | undefined },
  registry: Pick<Registry, 'thing' | 'thingsOf'>,
): CertificatePrincipal => ({
  kind: 'certificate',
  certificateId,
  context: iotContext({
    clientId: named?.clientId,
    connectAttributes: named?.connectAttributes,
    certificateId,
    attachedThings: registry.thingsOf(certificateId),
    thing: named && registry.thing(named.clientId),
    certificate: fieldsOf(pem),
    source,
  }),
});

/** As rules and AWS IoT's log name who it is. Developer guide, "iot-sql-functions", principal(). */
export const principalIdOf = (principal: ConnectedPrincipal): string =>
  principal.kind === 'certificate' ? principal.certificateId : userIdOf(principal);
