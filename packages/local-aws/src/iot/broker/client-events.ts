import type { Aedes, Client } from 'aedes';
import type { EventBus } from '../../events';
import type { DeviceDefender } from '../device-defender';
import type { IotLogs } from '../iot-logs';
import type { Presence } from '../presence';
import { maxQos } from '../quotas';
import { attachedThingOf, type Connection } from './connection';
import { type Disconnects, logDisconnect } from './disconnects';
import { clientFilterOf } from './filter-aliases';
import type { LifecycleEvents } from './lifecycle-events';
import { maxPacketBytes, type Permissions } from './permissions';
import { reasonCodes } from './reason-codes';
import { sessionExpirySecondsOf } from './session-expiry';
import type { SharedSubscriptions } from './shared-subscriptions';

interface Reporters {
  bus: EventBus;
  iotLogs: IotLogs;
  lifecycle: LifecycleEvents;
  presence: Pick<Presence, 'connected' | 'disconnected' | 'replaced'>;
  observed: DeviceDefender['observe'];
}

interface ClientState {
  connections: WeakMap<Client, Connection>;
  /** Connected clients by client ID. */
  byName: Map<string, Client>;
  disconnects: Disconnects;
  permissions: Permissions;
  shared: SharedSubscriptions;
}

/** Kinds of authentication for the screen, keyed by the kind of the principal. */
const authenticationKinds = {
  certificate: 'mTLS',
  custom: 'custom authorizer',
  user: 'WebSocket',
  role: 'WebSocket',
} as const;

/**
 * Reports the connects, disconnects and subscriptions of clients: in the log and metrics, as lifecycle events, and to
 * Device Defender.
 */
export function reportClientEvents(
  broker: Aedes,
  { bus, iotLogs, lifecycle, presence, observed }: Reporters,
  { connections, byName, disconnects, permissions, shared }: ClientState,
): void {
  // The event clientReady would be too late. A client that disconnects before this event would be reported as
  // connected, and would close a newer connection with the same client ID. Also, deactivating a certificate before the
  // event would not close the certificate's connection.
  broker.on('connackSent', (_connack, client) => {
    const connection = connections.get(client);
    if (connection === undefined) return;
    // aedes closes an older connection, but keeps several connections if they are opened
    // simultaneously (aedes.js, `registerClient`).
    const older = byName.get(client.id);
    byName.set(client.id, client);
    if (older !== undefined) {
      disconnects.note(older, 'DUPLICATE_CLIENTID');
      older.disconnect({ reasonCode: reasonCodes.sessionTakenOver });
    }
    permissions.count('connect_success');
    const { principal } = connection;
    presence.connected(client.id, principal.kind === 'certificate' ? principal.certificateId : undefined, {
      ...connection.session,
      expirySeconds: sessionExpirySecondsOf(client),
      source: connection.source,
      thing: attachedThingOf(principal),
    });
    lifecycle.connected(connection);
    const protocol = `${authenticationKinds[principal.kind]}, MQTT ${client.version === 5 ? '5' : '3.1.1'}`;
    bus.emit({ kind: 'connected', clientId: client.id, protocol });
  });
  broker.on('clientDisconnect', (client) => {
    shared.disconnected(client);
    const reason = disconnects.reasonOf(client);
    if (reason === 'DUPLICATE_CLIENTID') presence.replaced(client.id);
    // After a takeover, the client ID belongs to the newer connection.
    if (byName.get(client.id) === client) {
      byName.delete(client.id);
      presence.disconnected(client.id, reason);
    }
    observed(client.id, 'aws:num-disconnects', 1);
    bus.emit({ kind: 'disconnected', clientId: client.id });
    const connection = connections.get(client);
    if (connection === undefined) return;
    logDisconnect(iotLogs, connection, reason);
    lifecycle.disconnected(connection, reason);
  });
  broker.on('keepaliveTimeout', (client) => disconnects.note(client, 'MQTT_KEEP_ALIVE_TIMEOUT'));

  broker.on('subscribe', (filters, client) => {
    const connection = connections.get(client);
    const granted = filters.filter(({ qos }) => qos <= maxQos).map(({ topic }) => clientFilterOf(topic));
    if (connection !== undefined && granted.length > 0) lifecycle.subscribed(connection, granted);
  });
  broker.on('unsubscribe', (renamed, client) => {
    const connection = connections.get(client);
    const filters = renamed.map(clientFilterOf);
    for (const filter of filters) {
      connection?.subscriptions.delete(filter);
      shared.leave(client, filter);
    }
    // The check is needed because aedes also emits this event for a closed connection.
    if (connection !== undefined && !client.closed) lifecycle.unsubscribed(connection, filters);
  });

  const reportTooLarge = (client: Client, error: Error) => {
    if (!('maximumPacketSize' in error)) return;
    disconnects.note(client, 'CLIENT_ERROR');
    permissions.reportPacketFault(client, {
      action: 'iot:Publish',
      reason: `the packet exceeds the maximum of ${maxPacketBytes} bytes`,
    });
  };
  broker.on('clientError', reportTooLarge);
  broker.on('connectionError', reportTooLarge);
}
