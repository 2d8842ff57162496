import { parseSharedFilter } from '@himeshima/iot';
import type { Client, Subscription } from 'aedes';
import type { Authorizer } from '../../authorize';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import type { MetricStore } from '../../metrics';
import { reasonOf } from '../../reason';
import type { DeviceDefender } from '../device-defender';
import { type IotLogs, notAuthorized } from '../iot-logs';
import { maxQos } from '../quotas';
import { type Connection, principalIdOf } from './connection';
import type { FailedHandshake } from './handshake';
import type { PacketFault } from './packet-faults';
import { isReserved, type Published, type PublishFault, publishFault } from './publish-faults';
import { checkFilter } from './renamed-filters';
import { unreadAtMost } from './slow-clients';

/** What a packet may have in all, which is judged by its first bytes: as AWS IoT says in the CONNACK of MQTT 5. */
export const maxPacketBytes = 149_504;

export interface PermissionsOptions {
  authorizer: Authorizer;
  clock: Clock;
  bus: EventBus;
  metrics: MetricStore;
  /** `arn:aws:iot:REGION:ACCOUNT` */
  arnPrefix: string;
  /** Undefined for a client that has not been let in. */
  connectionOf(client: Client): Connection | undefined;
  observed: DeviceDefender['observe'];
  iotLogs: IotLogs;
}

/** What a device may do, by AWS IoT's limits and by its policies. Refusals are told and counted. */
export type Permissions = ReturnType<typeof createPermissions>;

/** What a device may do, and how AWS IoT's log calls it. */
const logged = {
  'iot:Connect': 'Connect',
  'iot:Publish': 'Publish-In',
  'iot:Receive': 'Publish-Out',
  'iot:RetainPublish': 'Publish-In',
  'iot:Subscribe': 'Subscribe',
} as const;
type DeviceAction = keyof typeof logged;

/** What an entry of the log says of who did something, and of the topic, where it is about one. */
export const loggedOf = ({ clientId, principal, source }: Connection, resource?: string) => ({
  protocol: 'MQTT',
  topicName: resource?.replace(/^topic(filter)?\//, ''),
  clientId,
  principalId: principalIdOf(principal),
  sourceIp: source.ip,
  sourcePort: source.port,
});

/** Why a message is not taken. Where it may not be, MQTT 5 goes on; where it is none, the connection ends. */
type PublishRefusal = Pick<PublishFault, 'reason'> & Partial<PublishFault>;

/** Why AWS IoT takes no such subscription, whoever asks for it; undefined where it does. */
function unfit({ topic, qos }: Pick<Subscription, 'topic' | 'qos'>): string | undefined {
  // AWS IoT answers nothing at all: developer guide, "mqtt". A client that is told so sees why
  if (qos > maxQos) return 'AWS IoT does not support QoS 2';
  try {
    checkFilter(topic);
    return isReserved(parseSharedFilter(topic)?.filter ?? topic) ? 'nobody hears of this reserved topic' : undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

export function createPermissions({
  authorizer,
  clock,
  bus,
  metrics,
  arnPrefix,
  connectionOf,
  observed,
  iotLogs,
}: PermissionsOptions) {
  const count = (metric: string) =>
    metrics.record({ metric: `aws.iot.${metric}`, tags: { protocol: 'mqtt' }, value: 1, at: clock.now() });

  const refuse = (who: string, action: string, resource: string, reason: string) =>
    bus.tell({ kind: 'refused', who, action, resource, reason });

  const allows = (connection: Connection, action: DeviceAction, resource: string): boolean => {
    const decision = authorizer.authorize({
      principal: connection.principal,
      action,
      resource: `${arnPrefix}:${resource}`,
    });
    const topic = action === 'iot:Connect' ? undefined : resource;
    if (decision.allowed) iotLogs.write('INFO', logged[action], () => loggedOf(connection, topic));
    else {
      refuse(connection.clientId, action, resource, decision.reason);
      observed(connection.clientId, 'aws:num-authorization-failures', 1);
      iotLogs.write('ERROR', logged[action], () => ({ ...loggedOf(connection, topic), ...notAuthorized }));
    }
    return decision.allowed;
  };

  /** Notes what a client did that no policy was asked about. */
  const logFault = (client: Client, action: DeviceAction, { details, topic }: { details: string; topic?: string }) => {
    const connection = connectionOf(client);
    if (connection === undefined) return;
    iotLogs.write('ERROR', logged[action], () => ({ ...loggedOf(connection, topic), details }));
  };

  const may = (client: Client, action: DeviceAction, resource: string): boolean => {
    const connection = connectionOf(client);
    return connection !== undefined && allows(connection, action, resource);
  };

  return {
    count,
    /** Tells of a client that is refused before its name is known. */
    refuseConnection({ reason, unknownClient }: FailedHandshake): void {
      refuse('a client', 'iot:Connect', 'the broker', reason);
      // not Connect.AuthError, which is of clients that are known and may not. Developer guide, "metrics_dimensions"
      if (!unknownClient) return;
      count('connection_authn_error');
      iotLogs.write('ERROR', 'Connection.AuthNError', () => ({ protocol: 'MQTT', details: reason }));
    },
    /** Tells of a client that asks for what nobody may have. */
    refuseConnect(clientId: string, reason: string): void {
      refuse(clientId === '' ? 'a client' : clientId, 'iot:Connect', 'the broker', reason);
      count('connect_client_error');
    },
    mayConnect(connection: Connection): boolean {
      const allowed = allows(connection, 'iot:Connect', `client/${connection.clientId}`);
      if (!allowed) count('connect_auth_error');
      return allowed;
    },
    mayReceive: (client: Client, topic: string): boolean => may(client, 'iot:Receive', `topic/${topic}`),
    /** @returns why a message is not taken, undefined where it is */
    publishRefusal(client: Client, packet: Published): PublishRefusal | undefined {
      const fault = publishFault(packet);
      if (fault !== undefined) {
        refuse(client.id, 'iot:Publish', `topic/${packet.topic}`, fault.reason);
        logFault(client, 'iot:Publish', { topic: packet.topic, details: fault.reason });
        count('publish_in_client_error');
        return fault;
      }
      // a retained message wants both rights. Developer guide, "mqtt-retain", "Retained message policy examples"
      const wanted = packet.retain ? (['iot:Publish', 'iot:RetainPublish'] as const) : (['iot:Publish'] as const);
      if (wanted.every((action) => may(client, action, `topic/${packet.topic}`))) return undefined;
      count('publish_in_auth_error');
      return { reason: `${client.id} may not publish to ${packet.topic}` };
    },
    /** Tells of a packet for which a connection ends. */
    refusePacket(client: Client, { action, reason }: Pick<PacketFault, 'action' | 'reason'>): void {
      refuse(client.id ?? 'a client', action, 'the broker', reason);
      logFault(client, action, { details: reason });
      count(action === 'iot:Subscribe' ? 'subscribe_client_error' : 'publish_in_client_error');
    },
    /** Tells of a client that does not read what it is sent. */
    tellSlow(client: Client): void {
      const details = `more than ${unreadAtMost / 1024 / 1024} MiB of what it was sent is unread`;
      refuse(client.id, 'iot:Receive', 'the broker', details);
      logFault(client, 'iot:Receive', { details });
    },
    maySubscribe(client: Client, subscription: Pick<Subscription, 'topic' | 'qos'>): boolean {
      const { topic } = subscription;
      const fault = unfit(subscription);
      if (fault !== undefined) {
        refuse(client.id, 'iot:Subscribe', `topicfilter/${topic}`, fault);
        logFault(client, 'iot:Subscribe', { topic, details: fault });
        count('subscribe_client_error');
        return false;
      }
      const allowed = may(client, 'iot:Subscribe', `topicfilter/${topic}`);
      if (!allowed) count('subscribe_auth_error');
      return allowed;
    },
  };
}
