/** One row of the table in docs/local.md. */
export interface Quota {
  /** What is limited, and to how much. */
  readonly limit: string;
  /** What happens here to what is beyond it. */
  readonly beyond: string;
}

/** AWS IoT Core, quotas "Message broker and protocol limits and quotas". */
export const maxPayloadBytes = 128 * 1024;
export const maxSubscriptionsInOne = 8;
export const maxQos = 1;
export const maxClientIdLength = 128;

const ended = 'the connection ends; MQTT 5 gets a reason code, too';
const notHere = 'taken: a laptop is as fast as it is, and benchmarks pour over few connections';

/**
 * What AWS IoT limits a device to. Sources: AWS IoT Core endpoints and quotas; developer guide, "mqtt"; Device Shadow
 * limits. Sizes and the take-over are enforced, rates are not yet.
 */
export const quotas: readonly Quota[] = [
  { limit: `a message has at most ${maxPayloadBytes} bytes`, beyond: ended },
  { limit: `QoS at most ${maxQos}`, beyond: ended },
  { limit: `a SUBSCRIBE has at most ${maxSubscriptionsInOne} filters`, beyond: ended },
  { limit: `a client id has at most ${maxClientIdLength} characters`, beyond: 'CONNACK refuses' },
  { limit: 'one connection a client id', beyond: 'the older one ends, the newer one stays' },
  { limit: 'a topic has at most 256 bytes and 7 slashes (the prefix of Basic Ingest apart)', beyond: ended },
  { limit: 'a shadow has at most 8 KB of state, and 6 levels', beyond: 'the shadow answers on /rejected: 413, 400' },
  { limit: '100 messages a second and connection, 512 KiB a second', beyond: notHere },
  { limit: '1 connect a second and client id, 500 in all', beyond: notHere },
  { limit: '50 subscriptions and 100 messages in flight a connection', beyond: notHere },
];
