import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Message } from '../message';
import type { DisconnectReason } from '../presence';
import { type Connection, principalIdOf } from './connection';

/**
 * What AWS IoT publishes of its clients: that they come and go, and what they listen to. Those whose name could be a
 * filter have none. Source: AWS IoT developer guide, "life-cycle-events".
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

/** "If a client is not connected for approximately one hour, the version number is reset to 0." */
const forgottenAfter = 3_600_000;

export function createLifecycleEvents(
  clock: Pick<Clock, 'now'>,
  account: string,
  publish: (message: Message) => void,
): LifecycleEvents {
  /** Of AWS credentials: `ACCOUNT/USERID/USERID`, as the guide's example of a subscription has it. */
  const identifierOf = ({ principal }: Connection): string => {
    const id = principalIdOf(principal);
    return principal.kind === 'certificate' ? id : `${account}/${id}/${id}`;
  };
  const sessions = new WeakMap<Connection, Session>();
  /** The version of a client's last connection, and when it ended: undefined while it lasts. */
  const versions = new Map<string, { versionNumber: number; endedAt?: number }>();

  const tell = (kind: 'presence' | 'subscriptions', eventType: string, connection: Connection, more: object) => {
    const { clientId } = connection;
    const session = sessions.get(connection);
    // it was never let in, or is still being given back its session
    if (session === undefined || /[#+]/.test(clientId)) return;
    const { sessionIdentifier } = session;
    const timestamp = Math.floor(clock.now());
    const principalIdentifier = identifierOf(connection);
    const said = { clientId, timestamp, eventType, sessionIdentifier, principalIdentifier, ...more };
    publish({ topic: `$aws/events/${kind}/${eventType}/${clientId}`, payload: Buffer.from(JSON.stringify(said)) });
  };

  const nextVersion = (clientId: string): number => {
    const last = versions.get(clientId);
    if (last === undefined || (last.endedAt ?? Number.POSITIVE_INFINITY) <= clock.now() - forgottenAfter) return 0;
    return last.versionNumber + 1;
  };

  return {
    connected(connection) {
      const { clientId, source } = connection;
      const versionNumber = nextVersion(clientId);
      versions.set(clientId, { versionNumber });
      sessions.set(connection, { sessionIdentifier: randomUUID(), versionNumber });
      tell('presence', 'connected', connection, { ipAddress: source.ip, versionNumber });
    },
    disconnected(connection, disconnectReason) {
      const { clientId } = connection;
      const versionNumber = sessions.get(connection)?.versionNumber;
      // after a take-over it is another's already
      if (versionNumber !== undefined && versions.get(clientId)?.versionNumber === versionNumber)
        versions.set(clientId, { versionNumber, endedAt: clock.now() });
      tell('presence', 'disconnected', connection, {
        clientInitiatedDisconnect: disconnectReason === 'CLIENT_INITIATED_DISCONNECT',
        disconnectReason,
        versionNumber,
      });
    },
    subscribed: (connection, topics) => tell('subscriptions', 'subscribed', connection, { topics }),
    unsubscribed: (connection, topics) => tell('subscriptions', 'unsubscribed', connection, { topics }),
  };
}
