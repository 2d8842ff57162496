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
export const maxSubscriptions = 50;
export const maxQos = 1;
export const maxClientIdLength = 128;
export const publishesPerSecond = 100;
export const bytesPerSecond = 512 * 1024;
export const connectsPerSecondAndClient = 1;
export const connectsPerSecond = 500;

const ended = 'the connection ends; MQTT 5 gets a reason code, too';
const refused = 'CONNACK refuses: 3, with MQTT 5 0x97';

/**
 * What AWS IoT limits a device to. Sources: AWS IoT Core endpoints and quotas, "Message broker", where it says that
 * publishes are discarded, data is delayed and a connection with too many subscriptions is closed; developer guide,
 * "mqtt"; Device Shadow limits. A discarded message ends no connection and has no PUBACK:
 * https://dev.classmethod.jp/articles/tsnote-behavior-of-mqtt-messages-when-throttling-occurs-in-aws-iot-core/
 */
export const quotas: readonly Quota[] = [
  { limit: `a message has at most ${maxPayloadBytes} bytes`, beyond: ended },
  { limit: `QoS at most ${maxQos}`, beyond: ended },
  { limit: `a SUBSCRIBE has at most ${maxSubscriptionsInOne} filters`, beyond: ended },
  { limit: `a connection has at most ${maxSubscriptions} subscriptions`, beyond: ended },
  { limit: `a client id has at most ${maxClientIdLength} characters`, beyond: 'CONNACK refuses' },
  { limit: 'one connection a client id', beyond: 'the older one ends, the newer one stays' },
  { limit: 'a topic has at most 256 bytes and 7 slashes (the prefix of Basic Ingest apart)', beyond: ended },
  { limit: 'a shadow has at most 8 KB of state, and 6 levels', beyond: 'the shadow answers on /rejected: 413, 400' },
  {
    limit: `a connection publishes at most ${publishesPerSecond} messages a second`,
    beyond: 'discarded: nobody gets it, it is not acknowledged; `PublishIn.Throttle` counts it',
  },
  {
    limit: `a connection sends at most ${bytesPerSecond / 1024} KiB a second`,
    beyond: 'read later; what a second brings may come at once',
  },
  {
    limit: `at most ${connectsPerSecondAndClient} connect a second and client id`,
    beyond: `${refused}; \`Connect.ClientIDThrottle\` counts it`,
  },
  {
    limit: `at most ${connectsPerSecond} connects a second in all`,
    beyond: 'CONNACK refuses as well; `Connect.Throttle` counts it',
  },
  {
    limit: 'a connection is sent at most 100 messages and 512 KiB a second',
    beyond: 'taken: AWS IoT discards and delays here, too, and does not say which messages of QoS 1 it tries again',
  },
  {
    limit: 'a connection has at most 100 messages in flight to the broker',
    beyond: 'taken: the broker acknowledges at once, so that 100 a second are never in flight',
  },
  {
    limit: 'a connection has at most 100 messages in flight from the broker',
    beyond: 'taken: aedes does not wait for what a client has yet to acknowledge',
  },
];
