import { parseSharedFilter } from '@himeshima/iot';
import type { Client, Subscription } from 'aedes';
import type { Authorizer } from '../../authorize';
import type { Clock } from '../../clock';
import { describeError } from '../../error-message';
import type { EventBus } from '../../events';
import type { Denial } from '../../iam/decision';
import type { MetricStore } from '../../metrics';
import type { DeviceDefender } from '../device-defender';
import { type IotLogs, notAuthorized } from '../iot-logs';
import { maxQos } from '../quotas';
import { type Connection, principalIdOf } from './connection';
import { checkFilter } from './filter-aliases';
import type { FailedHandshake } from './handshake';
import type { PacketFault } from './packet-faults';
import { isReserved, type PublishedMessage, type PublishFault, publishFault } from './publish-faults';
import { maxUnreadBytes } from './skip-drain-wait';

/**
 * Maximum packet size in bytes, as announced in AWS IoT's MQTT 5 CONNACK.
 * The length in the fixed header must not exceed this maximum.
 */
export const maxPacketBytes = 149_504;

export interface PermissionsOptions {
  authorizer: Authorizer;
  clock: Clock;
  bus: EventBus;
  metrics: MetricStore;
  /** Prefix of ARNs: `arn:aws:iot:REGION:ACCOUNT`. */
  arnPrefix: string;
  /** Returns a client's connection, or undefined if the client has not been admitted. */
  connectionOf(client: Client): Connection | undefined;
  observed: DeviceDefender['observe'];
  iotLogs: IotLogs;
}

/** Authorizer that checks clients against AWS IoT's limits and policies, and that reports and counts denials. */
export type Permissions = ReturnType<typeof createPermissions>;

/** Event types in the AWS IoT log, keyed by the device's action. */
const eventTypes = {
  'iot:Connect': 'Connect',
  'iot:Publish': 'Publish-In',
  'iot:Receive': 'Publish-Out',
  'iot:RetainPublish': 'Publish-In',
  'iot:Subscribe': 'Subscribe',
} as const;
type DeviceAction = keyof typeof eventTypes;

/** Reason for a denial, with an explanation if a policy caused it. */
interface DenialReason {
  reason: string;
  denial?: Denial;
  /** Payload of a denied message. */
  payload?: Uint8Array | undefined;
}

/** Returns the log fields for a client, and for a topic if one is given. */
export const logFieldsOf = ({ clientId, principal, source }: Connection, resource?: string) => ({
  protocol: 'MQTT',
  topicName: resource?.replace(/^topic(filter)?\//, ''),
  clientId,
  principalId: principalIdOf(principal),
  sourceIp: source.ip,
  sourcePort: source.port,
});

/**
 * Reason why a message is rejected. An invalid message closes the connection. A denied message closes the
 * connection only if the client uses MQTT 3.1.1.
 */
type PublishRefusal = Pick<PublishFault, 'reason'> & Partial<PublishFault>;

/** Returns the reason why AWS IoT rejects a subscription regardless of the client, or undefined if it is valid. */
function subscriptionFault({ topic, qos }: Pick<Subscription, 'topic' | 'qos'>): string | undefined {
  // AWS IoT sends no SUBACK for QoS 2 (developer guide, "mqtt"), but the local broker sends one, so that the client
  // sees the error.
  if (qos > maxQos) return 'AWS IoT does not support QoS 2';
  try {
    checkFilter(topic);
    return isReserved(parseSharedFilter(topic)?.filter ?? topic)
      ? 'subscribing to this reserved topic is not allowed'
      : undefined;
  } catch (error) {
    return describeError(error);
  }
}

const bytesOf = ({ payload }: Pick<PublishedMessage, 'payload'>): Uint8Array =>
  typeof payload === 'string' ? Buffer.from(payload) : payload;

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
  const count = (metric: string, cause?: number) =>
    metrics.record({
      metric: `aws.iot.${metric}`,
      tags: { protocol: 'mqtt' },
      value: 1,
      at: clock.now(),
      causes: [cause],
    });

  const reportDenied = (who: string, action: string, resource: string, { reason, denial, payload }: DenialReason) =>
    bus.emit({ kind: 'refused', who, action, resource, reason, ...denial }, undefined, undefined, {
      ...(payload && { payloads: [{ label: 'message', read: () => payload }] }),
    });

  /** Reports a denial, and returns the ID of its event; undefined if the action is allowed. */
  const denialOf = (
    connection: Connection,
    action: DeviceAction,
    resource: string,
    payload?: Uint8Array,
  ): number | undefined => {
    const decision = authorizer.authorize({
      principal: connection.principal,
      action,
      resource: `${arnPrefix}:${resource}`,
    });
    const topic = action === 'iot:Connect' ? undefined : resource;
    if (decision.allowed) {
      iotLogs.write('INFO', eventTypes[action], () => logFieldsOf(connection, topic));
      return undefined;
    }
    const event = reportDenied(connection.clientId, action, resource, { ...decision, payload });
    observed(connection.clientId, 'aws:num-authorization-failures', 1);
    iotLogs.write('ERROR', eventTypes[action], () => ({
      ...logFieldsOf(connection, topic),
      ...notAuthorized(decision.reason),
    }));
    return event;
  };

  /** Logs an invalid packet that was detected before policies were evaluated. */
  const logFault = (client: Client, action: DeviceAction, { details, topic }: { details: string; topic?: string }) => {
    const connection = connectionOf(client);
    if (connection === undefined) return;
    iotLogs.write('ERROR', eventTypes[action], () => ({ ...logFieldsOf(connection, topic), details }));
  };

  /** Returns whether a connected client may perform an action. Counts a denial in the metric. */
  const may = (
    client: Client,
    {
      action,
      resource,
      metric,
      payload,
    }: Readonly<{ action: DeviceAction; resource: string; metric?: string; payload?: Uint8Array }>,
  ): boolean => {
    const connection = connectionOf(client);
    const denial = connection && denialOf(connection, action, resource, payload);
    const allowed = connection !== undefined && denial === undefined;
    if (!allowed && metric !== undefined) count(metric, denial);
    return allowed;
  };

  return {
    count,
    /** Reports a client that is rejected before its client ID is known. */
    reportHandshakeFailure({ reason, unknownClient }: FailedHandshake): void {
      const denial = reportDenied('a client', 'iot:Connect', 'the broker', { reason });
      // Connect.AuthError is not counted, because this metric is for known clients that are denied (developer guide,
      // "metrics_dimensions").
      if (!unknownClient) return;
      count('connection_authn_error', denial);
      iotLogs.write('ERROR', 'Connection.AuthNError', () => ({ protocol: 'MQTT', details: reason }));
    },
    /**
     * Reports a client that a custom authorizer does not authenticate.
     * @param authorizer name of the authorizer, or undefined if none applies
     */
    reportUnauthenticated(clientId: string, authorizer: string | undefined, reason: string): void {
      const resource = authorizer === undefined ? 'the broker' : `authorizer/${authorizer}`;
      const denial = reportDenied(clientId === '' ? 'a client' : clientId, 'iot:Connect', resource, { reason });
      count('connection_authn_error', denial);
      iotLogs.write('ERROR', 'Connection.AuthNError', () => ({ protocol: 'MQTT', clientId, details: reason }));
    },
    /** Reports a CONNECT that is invalid regardless of the client. */
    reportConnectFault(clientId: string, reason: string): void {
      const denial = reportDenied(clientId === '' ? 'a client' : clientId, 'iot:Connect', 'the broker', { reason });
      count('connect_client_error', denial);
    },
    mayConnect(connection: Connection): boolean {
      const denial = denialOf(connection, 'iot:Connect', `client/${connection.clientId}`);
      if (denial !== undefined) count('connect_auth_error', denial);
      return denial === undefined;
    },
    mayReceive: (client: Client, topic: string): boolean =>
      may(client, { action: 'iot:Receive', resource: `topic/${topic}` }),
    /** Returns the reason why a message is rejected, or undefined if it is accepted. */
    publishRefusal(client: Client, packet: PublishedMessage): PublishRefusal | undefined {
      const fault = publishFault(packet);
      if (fault !== undefined) {
        const denied = { ...fault, payload: bytesOf(packet) };
        const denial = reportDenied(client.id, 'iot:Publish', `topic/${packet.topic}`, denied);
        logFault(client, 'iot:Publish', { topic: packet.topic, details: fault.reason });
        count('publish_in_client_error', denial);
        return fault;
      }
      // A retained message also requires RetainPublish (developer guide, "mqtt-retain", "Retained message policy examples").
      const requiredActions = packet.retain
        ? (['iot:Publish', 'iot:RetainPublish'] as const)
        : (['iot:Publish'] as const);
      const question = { resource: `topic/${packet.topic}`, metric: 'publish_in_auth_error', payload: bytesOf(packet) };
      if (requiredActions.every((action) => may(client, { ...question, action }))) return undefined;
      return { reason: `${client.id} is not authorized to publish to ${packet.topic}` };
    },
    /** Reports a packet that closes the connection. */
    reportPacketFault(client: Client, { action, reason }: Pick<PacketFault, 'action' | 'reason'>): void {
      const denial = reportDenied(client.id ?? 'a client', action, 'the broker', { reason });
      logFault(client, action, { details: reason });
      count(action === 'iot:Subscribe' ? 'subscribe_client_error' : 'publish_in_client_error', denial);
    },
    /** Reports a client that does not read its messages fast enough. */
    reportSlowClient(client: Client): void {
      const details = `the client has more than ${maxUnreadBytes / 1024 / 1024} MiB of unread messages`;
      reportDenied(client.id, 'iot:Receive', 'the broker', { reason: details });
      logFault(client, 'iot:Receive', { details });
    },
    maySubscribe(client: Client, subscription: Pick<Subscription, 'topic' | 'qos'>): boolean {
      const { topic } = subscription;
      const fault = subscriptionFault(subscription);
      if (fault !== undefined) {
        const denial = reportDenied(client.id, 'iot:Subscribe', `topicfilter/${topic}`, { reason: fault });
        logFault(client, 'iot:Subscribe', { topic, details: fault });
        count('subscribe_client_error', denial);
        return false;
      }
      return may(client, {
        action: 'iot:Subscribe',
        resource: `topicfilter/${topic}`,
        metric: 'subscribe_auth_error',
      });
    },
  };
}
