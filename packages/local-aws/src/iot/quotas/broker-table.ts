import {
  bytesPerSecond,
  connectsPerSecond,
  connectsPerSecondAndClient,
  maxInFlight,
  maxRetainedMessages,
  maxSubscriptions,
  publishesPerSecond,
  storedPerSecond,
} from '.';
import type { Quota } from './quota';

const throttle = 'packages/local-aws/src/iot/rates/throttle.test.ts';
const badDevices = 'tests/end-to-end/bad-devices.test.ts';
const deviceQuotas = 'tests/end-to-end/device-quotas.test.ts';
const refused = 'CONNACK refuses: here 3, with MQTT 5 0x97';
const laptop = 'a laptop does not get there';

export const brokerQuotas: readonly Quota[] = [
  {
    name: 'Connect requests per second per account',
    value: String(connectsPerSecond),
    adjustable: true,
    source: 'limits 2019',
    beyond: `${refused}; \`Connect.Throttle\` counts it`,
    here: {
      test: {
        file: throttle,
        title: 'is one of 500 in a second, and who was refused may come as soon as there is room',
      },
      scales: true,
    },
  },
  {
    name: 'Connect requests per second per client ID',
    value: String(connectsPerSecondAndClient),
    adjustable: false,
    source: 'limits 2019',
    beyond: `${refused}; \`Connect.ClientIDThrottle\` counts it`,
    here: {
      test: { file: badDevices, title: 'connects once a second: the next one is refused, and takes nobody’s place' },
      scales: true,
    },
  },
  {
    name: 'Publish requests per second per connection, inbound',
    value: String(publishesPerSecond),
    adjustable: false,
    source: 'limits 2019',
    beyond: 'discarded: nobody gets it, it is not acknowledged, the connection stays; `PublishIn.Throttle` counts it',
    here: {
      test: {
        file: badDevices,
        title:
          'of 200 messages a second 100 are taken and stored once, the others are neither, and nobody else loses any',
      },
      scales: true,
    },
  },
  {
    name: 'The same, by HTTPS',
    value: String(publishesPerSecond),
    adjustable: false,
    source: 'limits 2019',
    beyond: '429 ThrottlingException (API reference, "Publish")',
    here: {
      test: {
        file: deviceQuotas,
        title:
          'a connection by HTTPS publishes 100 messages a second: the next is answered 429, and the others are counted',
      },
      scales: true,
      but: 'that the number is the same for HTTPS is our reading; signed calls at the AWS endpoint have no rate',
    },
  },
  {
    name: 'Publish requests per second per connection, outbound',
    value: String(publishesPerSecond),
    adjustable: false,
    source: 'limits 2019',
    beyond:
      'the page says discarded, that of shared subscriptions (guide, later) that QoS 1 is queued; `PublishOut.Throttle` counts it',
    here: {
      test: {
        file: deviceQuotas,
        title: 'is 100 messages in a second: those of QoS %i beyond are discarded where it is 0, and come later',
      },
      scales: true,
      but: 'those of QoS 1 wait',
    },
  },
  {
    name: 'Throughput per second per connection, inbound',
    value: `${bytesPerSecond / 1024} KiB`,
    adjustable: false,
    source: 'limits 2019',
    beyond: 'read later; what a second brings may come at once',
    here: {
      test: { file: badDevices, title: 'sends 512 KiB a second: what is beyond arrives later' },
      scales: true,
      but: 'of MQTT alone',
    },
  },
  {
    name: 'Throughput per second per connection, outbound',
    value: `${bytesPerSecond / 1024} KiB`,
    adjustable: false,
    source: 'limits 2019',
    beyond: 'sent later',
    here: {
      test: { file: deviceQuotas, title: 'is 512 KiB in a second: what is beyond comes later' },
      scales: true,
      but: 'where more than 8 MiB wait the connection ends: AWS does not say how much may',
    },
  },
  {
    name: 'Subscriptions per connection',
    value: String(maxSubscriptions),
    adjustable: false,
    source: 'limits 2019',
    beyond: 'the connection ends; MQTT 5 gets 0x97',
    here: { test: { file: badDevices, title: 'has 50 subscriptions: one more ends its connection' }, scales: false },
  },
  {
    name: 'Maximum number of retained messages per account',
    value: maxRetainedMessages.toLocaleString('en'),
    source: 'second hand',
    beyond:
      'throttled (guide 2023, "mqtt-retain"): discarded as above, until one is deleted; `PublishRetained.Throttle` counts it',
    here: {
      test: {
        file: throttle,
        title: 'takes no more of them until one is deleted, and any that is not to be retained',
      },
      scales: true,
      but: 'how a client of MQTT 5 is answered is not written: here not at all',
    },
  },
  {
    name: 'Retained message inbound publish requests per second, per account and per topic',
    value: 'not known',
    source: 'second hand',
    beyond: 'throttled',
    here: { whyNot: 'the numbers are in no public copy that we could read' },
  },
  {
    name: 'Maximum inbound unacknowledged QoS 1 publish requests',
    value: '100',
    adjustable: false,
    source: 'limits 2019',
    beyond: 'no further one is taken before a PUBACK',
    here: { whyNot: 'the broker acknowledges at once, so that 100 a second are never in flight' },
  },
  {
    name: 'Maximum outbound unacknowledged QoS 1 publish requests',
    value: String(maxInFlight),
    adjustable: false,
    source: 'limits 2019',
    beyond: 'no further one is sent before a PUBACK',
    here: {
      test: { file: deviceQuotas, title: 'is 100 messages that it has not acknowledged' },
      scales: true,
      but: 'fewer where a client of MQTT 5 says so by Receive Maximum',
    },
  },
  {
    name: 'Maximum retry interval for delivering QoS 1 messages',
    value: '1 hour',
    adjustable: false,
    source: 'limits 2019',
    beyond: 'dropped',
    here: { whyNot: 'a message is sent anew when its client connects anew, and not before' },
  },
  {
    name: 'Persistent session expiry period',
    value: '1 hour',
    adjustable: true,
    source: 'limits 2019',
    beyond: 'the session and what waits for it are gone',
    here: {
      test: {
        file: 'tests/end-to-end/mqtt5.ts',
        title: 'of MQTT 3.1.1 ends after an hour',
      },
      scales: false,
      but: 'with MQTT 5 it lasts as the client says, seven days at most',
    },
  },
  {
    name: 'Messages that wait, sent per second after a session is resumed',
    value: String(storedPerSecond),
    source: 'guide 2023',
    beyond: 'sent later',
    here: {
      test: {
        file: deviceQuotas,
        title: 'is, of what its session has kept, 10 messages a second, beside what comes now',
      },
      scales: true,
    },
  },
  {
    name: 'Queued messages per second per account',
    value: '500',
    source: 'excerpt',
    beyond: 'dropped',
    here: { whyNot: 'whatever a session waits for is kept' },
  },
  {
    name: 'Maximum concurrent client connections per account',
    value: '500,000',
    adjustable: true,
    source: 'limits 2019',
    beyond: 'refused',
    here: { whyNot: laptop },
  },
  {
    name: 'Subscriptions per account',
    value: '500,000',
    adjustable: true,
    source: 'limits 2019',
    beyond: 'refused',
    here: { whyNot: laptop },
  },
  {
    name: 'Subscriptions per second per account',
    value: '500',
    adjustable: true,
    source: 'limits 2019',
    beyond: '`Subscribe.Throttle` counts it',
    here: { whyNot: 'whether the SUBACK refuses or none comes is not written' },
  },
  {
    name: 'Inbound and outbound publish requests per second per account',
    value: '20,000 each',
    adjustable: true,
    source: 'limits 2019',
    beyond: 'throttled',
    here: { whyNot: laptop },
  },
];
