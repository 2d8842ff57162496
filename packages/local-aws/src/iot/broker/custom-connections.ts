import { randomUUID } from 'node:crypto';
import type { Client, ConnectPacket } from 'aedes';
import type { Cancel, Clock } from '../../clock';
import type { Authorization } from '../custom-auth/authorizer-result';
import {
  AuthenticationError,
  type AuthenticationRequest,
  type CustomAuthentication,
} from '../custom-auth/custom-authentication';
import { type DeviceCredentials, hostOf } from '../custom-auth/device-credentials';
import { rejectConnect } from './connect-faults';
import { customDeviceOf, type Source } from './connection';
import type { Peer } from './peer';
import type { Permissions } from './permissions';
import { reasonCodes } from './reason-codes';

/** Return code for a CONNECT that is not authorized (MQTT 3.1.1, 3.2.2.3). */
const notAuthorized = 5;

interface CustomConnectionOptions {
  authentication: Pick<CustomAuthentication, 'authenticate'>;
  clock: Pick<Clock, 'after'>;
  permissions: Pick<Permissions, 'reportUnauthenticated'>;
  /** Closes a connection that has reached its maximum duration. */
  expired(client: Client): void;
  /** Closes a connection whose authorization was not renewed. */
  revoked(client: Client): void;
}

/** Client that has not been authenticated yet. */
export interface UnauthenticatedClient {
  source: Source;
  /** Request that opened the WebSocket, if the client uses one. */
  http?: DeviceCredentials['http'];
}

/** Connections of devices without a certificate, which custom authorizers authenticate by the CONNECT. */
export interface CustomConnections {
  /** Adds a connection before its CONNECT arrives. */
  add(stream: object, client: UnauthenticatedClient): void;
  /** Returns the peer of a connection, the reason why it is unknown, or undefined for other connections. */
  peerOf(stream: object): Peer | string | undefined;
  /** Authenticates a client; undefined for other connections. Resolves with false after rejecting the CONNECT. */
  authenticate(client: Client, packet: ConnectPacket): Promise<boolean> | undefined;
}

/** Returns the fields of a CONNECT that an authorizer's function receives. */
const mqttFieldsOf = ({ username, password, clientId }: ConnectPacket) => ({
  ...(username !== undefined && { username }),
  ...(password !== undefined && { password: Buffer.from(password).toString('base64') }),
  ...(clientId !== '' && { clientId }),
});

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Creates the connections of custom authorizers. A result is cached only for its connection: the authorizer is invoked
 * again after the refresh interval, and the connection is closed after the maximum duration, both on the platform's
 * clock. Source: AWS IoT developer guide, "custom-auth-lambda".
 */
export function createCustomConnections(options: CustomConnectionOptions): CustomConnections {
  const { authentication, clock, permissions } = options;
  const pending = new WeakMap<object, UnauthenticatedClient & { connectionId: string }>();
  const peers = new WeakMap<object, Peer>();

  const report = (clientId: string, error: unknown) => {
    const authorizer = error instanceof AuthenticationError ? error.authorizer : undefined;
    permissions.reportUnauthenticated(clientId, authorizer, reasonOf(error));
  };

  const admit = (
    client: Client,
    {
      source,
      request,
      authorization,
    }: { source: Source; request: AuthenticationRequest; authorization: Authorization },
  ) => {
    const granted = { principalId: authorization.principalId, policies: authorization.policies };
    peers.set(client.conn, { source, as: (named) => customDeviceOf(granted, { source, named }) });
    let cancelRefresh: Cancel = () => undefined;
    const refreshAfter = (seconds: number) => {
      cancelRefresh = clock.after(seconds * 1000, () => void refresh());
    };
    const refresh = async () => {
      try {
        const { policies, refreshAfterSeconds } = await authentication.authenticate(request);
        if (client.closed) return;
        granted.policies = policies;
        refreshAfter(refreshAfterSeconds);
      } catch (error) {
        if (client.closed) return;
        report(client.id, error);
        options.revoked(client);
      }
    };
    refreshAfter(authorization.refreshAfterSeconds);
    const cancelExpiry = clock.after(authorization.disconnectAfterSeconds * 1000, () => options.expired(client));
    client.conn.once('close', () => {
      cancelRefresh();
      cancelExpiry();
    });
  };

  return {
    add: (stream, client) => void pending.set(stream, { ...client, connectionId: randomUUID() }),
    peerOf: (stream) => peers.get(stream) ?? (pending.has(stream) ? 'the client is not authenticated' : undefined),
    authenticate(client, packet) {
      const known = pending.get(client.conn);
      if (known === undefined) return undefined;
      const { source, http, connectionId } = known;
      const serverName = source.domain ?? hostOf(http?.headers);
      const request = { serverName, connectionId, mqtt: mqttFieldsOf(packet), ...(http && { http }) };
      return authentication.authenticate(request).then(
        (authorization) => {
          if (client.conn.destroyed) return false;
          admit(client, { source, request, authorization });
          return true;
        },
        (error: unknown) => {
          report(packet.clientId, error);
          const { notAuthorized: reasonCode } = reasonCodes;
          rejectConnect(client, packet, { reason: reasonOf(error), reasonCode, returnCode: notAuthorized });
          return false;
        },
      );
    },
  };
}
