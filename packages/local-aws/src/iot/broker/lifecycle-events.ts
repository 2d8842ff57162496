import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Message } from '../iot-message';
import type { DisconnectReason } from '../presence';
import { type Connection, principalIdOf } from './connection';

/**
 * Client lifecycle events: connects, disconnects and subscriptions. There are no events for client IDs with wildcard
 * characters. Source: AWS IoT developer guide, "life-cycle-events".
 */
export interface LifecycleEvents {
  connected(connection: Connection): void;
  disconnected(connection: Connection, reason: DisconnectReason): void;
  subscribed(connection: Connection, topics: readonly string[]): void;
  unsubscribed(connection: Connection, topics: readonly string[]): void;
}

interface Session {
  readonly sessionIdentifier: string;
  readonly versionNumber: number;
}

/**
 * Time after which the version number restarts: "If a client is not connected for approximately one hour, the version
 * number is reset to 0."
 */
const versionResetMs = 3_600_000;

export function createLifecycleEvents(
  clock: Pick<Clock, 'now'>,
  account: string,
  publish: (message: Message) => void,
): LifecycleEvents {
  /**
   * Returns the principal identifier, which is `ACCOUNT/USERID/USERID` for AWS credentials, as in the developer guide's
   * subscription example.
   */
  const identifierOf = ({ principal }: Connection): string => {
    const id = principalIdOf(principal);
    return principal.kind === 'certificate' || principal.kind === 'custom' ? id : `${account}/${id}/${id}`;
  };
  const sessions = new WeakMap<Connection, Session>();
  /**
   * Version number of each client's last connection, and the time when the connection ended; the time is undefined
   * while the connection is open.
   */
  const versions = new Map<string, { versionNumber: number; endedAt?: number }>();

  const publishEvent = (
    kind: 'presence' | 'subscriptions',
    eventType: string,
    connection: Connection,
    more: object,
  ) => {
    const { clientId } = connection;
    const session = sessions.get(connection);
    // The client was never admitted, or its session is still being restored.
    if (session === undefined || /[#+]/.test(clientId)) return;
    const { sessionIdentifier } = session;
    const timestamp = Math.floor(clock.now());
    const principalIdentifier = identifierOf(connection);
    const body = { clientId, timestamp, eventType, sessionIdentifier, principalIdentifier, ...more };
    publish({ topic: `$aws/events/${kind}/${eventType}/${clientId}`, payload: Buffer.from(JSON.stringify(body)) });
  };

  const nextVersion = (clientId: string): number => {
    const last = versions.get(clientId);
    if (last === undefined || (last.endedAt ?? Number.POSITIVE_INFINITY) <= clock.now() - versionResetMs) return 0;
    return last.versionNumber + 1;
  };

  return {
    connected(connection) {
      const { clientId, source } = connection;
      const versionNumber = nextVersion(clientId);
      versions.set(clientId, { versionNumber });
      sessions.set(connection, { sessionIdentifier: randomUUID(), versionNumber });
      publishEvent('presence', 'connected', connection, { ipAddress: source.ip, versionNumber });
    },
    disconnected(connection, disconnectReason) {
      const { clientId } = connection;
      const versionNumber = sessions.get(connection)?.versionNumber;
      // After a takeover, the version number belongs to the newer connection.
      if (versionNumber !== undefined && versions.get(clientId)?.versionNumber === versionNumber)
        versions.set(clientId, { versionNumber, endedAt: clock.now() });
      publishEvent('presence', 'disconnected', connection, {
        clientInitiatedDisconnect: disconnectReason === 'CLIENT_INITIATED_DISCONNECT',
        disconnectReason,
        versionNumber,
      });
    },
    subscribed: (connection, topics) => publishEvent('subscriptions', 'subscribed', connection, { topics }),
    unsubscribed: (connection, topics) => publishEvent('subscriptions', 'unsubscribed', connection, { topics }),
  };
}
