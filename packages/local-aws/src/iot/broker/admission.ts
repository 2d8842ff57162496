import type { Client } from 'aedes';
import type { ConnectionThrottle } from '../rates/throttle';
import { greet } from './connack';
import { connectFault, refuseConnect } from './connect-faults';
import type { Connection } from './connection';
import type { Deliveries } from './deliveries';
import type { Disconnects } from './disconnects';
import { tooMany } from './packet-faults';
import type { Admission } from './packet-intake';
import type { Permissions } from './permissions';
import type { SharedSubscriptions } from './shared-subscriptions';

interface Known {
  permissions: Permissions;
  disconnects: Disconnects;
  shared: SharedSubscriptions;
  deliveries: Deliveries;
  /** Whether its certificate or signature is one of somebody. */
  isKnown(client: Client): boolean;
  connectionOf(client: Client): Connection | undefined;
}

/** What is asked of each packet of a client before aedes has it, by AWS IoT's rules. */
export function admissionOf(
  client: Client,
  { admitsPublish, outbound }: ConnectionThrottle,
  { permissions, disconnects, shared, deliveries, isKnown, connectionOf }: Known,
): Admission {
  return {
    admitsPublish,
    admitsConnect(packet) {
      // of somebody unknown it is not said what is wrong with the rest
      const fault = isKnown(client) ? connectFault(packet) : undefined;
      if (fault !== undefined) {
        permissions.refuseConnect(packet.clientId, fault.reason);
        refuseConnect(client, packet, fault);
        return false;
      }
      greet(client, packet);
      deliveries.limit(client, packet, outbound);
      return true;
    },
    subscribeFault: (packet) => tooMany(packet, connectionOf(client)?.subscriptions ?? []),
    acknowledged(messageId) {
      shared.acknowledged(client, messageId);
      deliveries.acknowledged(client);
    },
    ended(fault) {
      disconnects.note(client, 'CLIENT_ERROR');
      permissions.refusePacket(client, fault);
      client.disconnect({ reasonCode: fault.reasonCode });
    },
  };
}
