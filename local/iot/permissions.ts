import type { Client, SubscribePacket, Subscription } from 'aedes';
import { parseSharedFilter, parseTopic, parseTopicFilter } from '../../lib/iot';
import type { Authorizer } from '../authorize';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import type { MetricStore } from '../metrics';
import { type Connection, principalIdOf } from './connection';
import type { DeviceDefender } from './device-defender';
import type { FailedHandshake } from './handshake';
import { type IotLogs, notAuthorized } from './iot-logs';
import { maxPayloadBytes, maxQos, maxSubscriptions, maxSubscriptionsInOne } from './quotas';

/**
 * What a packet may have in all, which is judged by its first bytes: the payload, and 16 KiB for its topic and the
 * properties of MQTT 5. AWS says the former; the latter is ours.
 */
export const maxPacketBytes = maxPayloadBytes + 16 * 1024;

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

type Published = { topic: string; qos: number; payload: string | Buffer; retain: boolean };

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

function malformed(packet: Published): string | undefined {
  if (packet.qos > maxQos) return 'AWS IoT does not support QoS 2';
  if (Buffer.byteLength(packet.payload) > maxPayloadBytes) return `a message has at most ${maxPayloadBytes} bytes`;
  // developer guide, "mqtt-retain": a message to a reserved topic cannot have the flag
  if (packet.retain && packet.topic.startsWith('$')) return 'a reserved topic retains no message';
  try {
    parseTopic(packet.topic);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
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
    mayConnect(connection: Connection): boolean {
      const allowed = allows(connection, 'iot:Connect', `client/${connection.clientId}`);
      if (!allowed) count('connect_auth_error');
      return allowed;
    },
    mayReceive: (client: Client, topic: string): boolean => may(client, 'iot:Receive', `topic/${topic}`),
    /** @returns why a message is not taken, undefined where it is */
    publishRefusal(client: Client, packet: Published): Error | undefined {
      const reason = malformed(packet);
      if (reason !== undefined) {
        refuse(client.id, 'iot:Publish', `topic/${packet.topic}`, reason);
        logFault(client, 'iot:Publish', { topic: packet.topic, details: reason });
        count('publish_in_client_error');
        return new Error(reason);
      }
      // a retained message wants both rights. Developer guide, "mqtt-retain", "Retained message policy examples"
      const wanted = packet.retain ? (['iot:Publish', 'iot:RetainPublish'] as const) : (['iot:Publish'] as const);
      if (wanted.every((action) => may(client, action, `topic/${packet.topic}`))) return undefined;
      count('publish_in_auth_error');
      return new Error(`${client.id} may not publish to ${packet.topic}`);
    },
    /** Tells of a packet that was refused by its first bytes. */
    refusePacket(client: Client): void {
      const details = `a packet has at most ${maxPacketBytes} bytes`;
      refuse(client.id ?? 'a client', 'iot:Publish', 'the broker', details);
      logFault(client, 'iot:Publish', { details });
      count('publish_in_client_error');
    },
    /** @returns false where a SUBSCRIBE has more filters than AWS IoT reads, or the connection would have too many */
    mayAskFor(client: Client, { subscriptions }: SubscribePacket): boolean {
      const known = connectionOf(client)?.subscriptions ?? [];
      const all = new Set([...known, ...subscriptions.map(({ topic }) => topic)]).size;
      const reason =
        subscriptions.length > maxSubscriptionsInOne
          ? `a SUBSCRIBE has at most ${maxSubscriptionsInOne} filters, this one has ${subscriptions.length}`
          : `a connection has at most ${maxSubscriptions} subscriptions, this one would have ${all}`;
      if (subscriptions.length <= maxSubscriptionsInOne && all <= maxSubscriptions) return true;
      refuse(client.id, 'iot:Subscribe', 'the broker', reason);
      logFault(client, 'iot:Subscribe', { details: reason });
      count('subscribe_client_error');
      return false;
    },
    maySubscribe(client: Client, { topic, qos }: Subscription): boolean {
      // AWS IoT answers nothing at all: developer guide, "mqtt". A client that is told so sees why
      if (qos > maxQos) return false;
      try {
        if (parseSharedFilter(topic) === undefined) parseTopicFilter(topic);
      } catch {
        return false;
      }
      const allowed = may(client, 'iot:Subscribe', `topicfilter/${topic}`);
      if (!allowed) count('subscribe_auth_error');
      return allowed;
    },
  };
}
