import { iotContext } from '../../lib/policy';
import { type CertificatePrincipal, type RolePrincipal, type UserPrincipal, userIdOf } from '../iam/principal';
import type { Registry } from './registry';

/** Who has connected: a device by its certificate, or somebody with AWS credentials. */
export type ConnectedPrincipal = CertificatePrincipal | UserPrincipal | RolePrincipal;

/** A client that was let in, or asks to be. */
export interface Connection {
  clientId: string;
  principal: ConnectedPrincipal;
  /** Where it connects from. */
  source: Source;
  /** The filters that it is subscribed to. */
  subscriptions: Set<string>;
}

export interface Source {
  ip: string;
  port: number;
}

/** The variables of IoT policies have their values for as long as the connection lasts. */
export const deviceOf = (clientId: string, certificateId: string, registry: Registry): CertificatePrincipal => ({
  kind: 'certificate',
  certificateId,
  context: iotContext({
    clientId,
    certificateId,
    attachedThings: registry.thingsOf(certificateId),
    thing: registry.thing(clientId),
  }),
});

/** As rules and AWS IoT's log name who it is. Developer guide, "iot-sql-functions", principal(). */
export const principalIdOf = (principal: ConnectedPrincipal): string =>
  principal.kind === 'certificate' ? principal.certificateId : userIdOf(principal);
