import type { Client, ConnectPacket } from 'aedes';
import type { ConnectionThrottle } from '../rates/throttle';
import { prepareConnack } from './connack';
import { connectFault, rejectConnect } from './connect-faults';
import type { Connection } from './connection';
import type { Deliveries } from './deliveries';
import type { Disconnects } from './disconnects';
import { subscriptionLimitFault } from './packet-faults';
import type { Admission } from './packet-intake';
import type { Permissions } from './permissions';
import type { SharedSubscriptions } from './shared-subscriptions';

interface BrokerState {
  permissions: Permissions;
  disconnects: Disconnects;
  shared: SharedSubscriptions;
  deliveries: Deliveries;
  /** Authenticates a client without a certificate; undefined for other clients. */
  authenticate(client: Client, packet: ConnectPacket): Promise<boolean> | undefined;
  /** Returns whether the client has a registered, active certificate or a valid signature. */
  isKnown(client: Client): boolean;
  connectionOf(client: Client): Connection | undefined;
}

/** Creates the checks that enforce AWS IoT's rules on each packet from a client before aedes handles the packet. */
export function createAdmission(
  client: Client,
  { admitsPublish, outbound }: ConnectionThrottle,
  { permissions, disconnects, shared, deliveries, authenticate, isKnown, connectionOf }: BrokerState,
): Admission {
  return {
    authenticate: (packet) => authenticate(client, packet),
    admitsPublish,
    admitsConnect(packet) {
      // Unknown clients must not learn what is wrong with their CONNECT.
      const fault = isKnown(client) ? connectFault(packet) : undefined;
      if (fault !== undefined) {
        permissions.reportConnectFault(packet.clientId, fault.reason);
        rejectConnect(client, packet, fault);
        return false;
      }
      prepareConnack(client, packet);
      deliveries.limit(client, packet, outbound);
      return true;
    },
    subscribeFault: (packet) => subscriptionLimitFault(packet, connectionOf(client)?.subscriptions ?? []),
    acknowledged(messageId) {
      shared.acknowledged(client, messageId);
      deliveries.acknowledged(client);
    },
    closeWithFault(fault) {
      disconnects.note(client, 'CLIENT_ERROR');
      permissions.reportPacketFault(client, fault);
      client.disconnect({ reasonCode: fault.reasonCode });
    },
  };
}
