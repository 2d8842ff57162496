import type { Aedes, Client } from 'aedes';
import type { EventBus } from '../../events';
import type { DeviceDefender } from '../device-defender';
import type { IotLogs } from '../iot-logs';
import type { Presence } from '../presence';
import { maxQos } from '../quotas';
import type { Connection } from './connection';
import { type Disconnects, logDisconnect } from './disconnects';
import type { LifecycleEvents } from './lifecycle-events';
import { maxPacketBytes, type Permissions } from './permissions';
import { reasonCodes } from './reason-codes';
import { asClientSays } from './renamed-filters';
import type { SharedSubscriptions } from './shared-subscriptions';

interface Told {
  bus: EventBus;
  iotLogs: IotLogs;
  lifecycle: LifecycleEvents;
  presence: Pick<Presence, 'connected' | 'disconnected' | 'replaced'>;
  observed: DeviceDefender['observe'];
}

interface Known {
  connections: WeakMap<Client, Connection>;
  /** Those that are there. */
  byName: Map<string, Client>;
  disconnects: Disconnects;
  permissions: Permissions;
  shared: SharedSubscriptions;
}

/** Tells of clients that come and go, and of what they listen to. */
export function tellOfClients(
  broker: Aedes,
  { bus, iotLogs, lifecycle, presence, observed }: Told,
  { connections, byName, disconnects, permissions, shared }: Known,
): void {
  // not when it is ready: one that leaves before it is so would then be told as there, and end who has come by its name;
  // and a certificate that is deactivated in that moment would end no connection
  broker.on('connackSent', (_connack, client) => {
    const connection = connections.get(client);
    if (connection === undefined) return;
    // aedes ends the older of two, but of several that come at once it leaves more than one (aedes.js, `registerClient`)
    const older = byName.get(client.id);
    byName.set(client.id, client);
    if (older !== undefined) {
      disconnects.note(older, 'DUPLICATE_CLIENTID');
      older.disconnect({ reasonCode: reasonCodes.sessionTakenOver });
    }
    permissions.count('connect_success');
    const { principal } = connection;
    const isDevice = principal.kind === 'certificate';
    presence.connected(client.id, isDevice ? principal.certificateId : undefined);
    lifecycle.connected(connection);
    const protocol = `${isDevice ? 'mTLS' : 'WebSocket'}, MQTT ${client.version === 5 ? '5' : '3.1.1'}`;
    bus.tell({ kind: 'connected', clientId: client.id, protocol });
  });
  broker.on('clientDisconnect', (client) => {
    shared.left(client);
    const reason = disconnects.reasonOf(client);
    if (reason === 'DUPLICATE_CLIENTID') presence.replaced(client.id);
    // a take-over: another has the name already
    if (byName.get(client.id) === client) {
      byName.delete(client.id);
      presence.disconnected(client.id, reason);
    }
    observed(client.id, 'aws:num-disconnects', 1);
    bus.tell({ kind: 'disconnected', clientId: client.id });
    const connection = connections.get(client);
    if (connection === undefined) return;
    logDisconnect(iotLogs, connection, reason);
    lifecycle.disconnected(connection, reason);
  });
  broker.on('keepaliveTimeout', (client) => disconnects.note(client, 'MQTT_KEEP_ALIVE_TIMEOUT'));

  broker.on('subscribe', (filters, client) => {
    const connection = connections.get(client);
    const granted = filters.filter(({ qos }) => qos <= maxQos).map(({ topic }) => asClientSays(topic));
    if (connection !== undefined && granted.length > 0) lifecycle.subscribed(connection, granted);
  });
  broker.on('unsubscribe', (renamed, client) => {
    const connection = connections.get(client);
    const filters = renamed.map(asClientSays);
    for (const filter of filters) {
      connection?.subscriptions.delete(filter);
      shared.leave(client, filter);
    }
    // aedes says it of a connection that has ended, too
    if (connection !== undefined && !client.closed) lifecycle.unsubscribed(connection, filters);
  });

  const tellTooLarge = (client: Client, error: Error) => {
    if (!('maximumPacketSize' in error)) return;
    disconnects.note(client, 'CLIENT_ERROR');
    permissions.refusePacket(client, { action: 'iot:Publish', reason: `a packet has at most ${maxPacketBytes} bytes` });
  };
  broker.on('clientError', tellTooLarge);
  broker.on('connectionError', tellTooLarge);
}
