import { maxClientIdLength, maxPayloadBytes, maxSubscriptionsInOne } from '.';
import type { Quota } from './quota';

const broker = 'tests/end-to-end/broker.test.ts';
const topics = 'packages/iot/src/topics/topics.test.ts';
const mqtt5 = (title: string) => ({ file: 'tests/end-to-end/mqtt5.ts', title });
const ends = (title: string) => ({ file: 'tests/end-to-end/connection-ends.test.ts', title });
const ended = 'the connection ends; MQTT 5 gets a reason code, too';

export const protocolQuotas: readonly Quota[] = [
  {
    name: 'Message size',
    value: `${maxPayloadBytes / 1024} KB`,
    source: 'limits 2019',
    beyond: ended,
    here: {
      test: { file: broker, title: 'takes a message of 128 KiB, and ends the connection over one byte more' },
      scales: false,
    },
  },
  {
    name: 'Message size, by HTTPS',
    value: `${maxPayloadBytes / 1024} KB`,
    source: 'limits 2019',
    beyond: '413 RequestEntityTooLargeException',
    here: { test: { file: 'tests/end-to-end/by-https.ts', title: 'is told of %s' }, scales: false },
  },
  {
    name: 'QoS',
    value: '0 and 1',
    source: 'guide 2023',
    beyond: `${ended}; a subscription with QoS 2 is not granted`,
    here: {
      test: { file: broker, title: 'ends the connection of a client that publishes with QoS 2' },
      scales: false,
      but: 'AWS IoT answers no SUBACK to QoS 2, here it refuses the filter',
    },
  },
  {
    name: 'Maximum subscriptions per subscribe request',
    value: String(maxSubscriptionsInOne),
    source: 'limits 2019',
    beyond: ended,
    here: {
      test: { file: broker, title: 'of 9 filters ends the connection, and subscribes to none (version %i)' },
      scales: false,
    },
  },
  {
    name: 'Client ID size',
    value: `${maxClientIdLength} bytes`,
    source: 'limits 2019',
    beyond: 'CONNACK refuses',
    here: {
      test: { file: broker, title: 'the broker lets a client id have 128 bytes, and refuses one more' },
      scales: false,
    },
  },
  {
    name: 'Restricted client ID prefix',
    value: '$',
    source: 'limits 2019',
    beyond: 'CONNACK refuses, by 0x85 with MQTT 5 (aws-iot-device-sdk-js-v2, issue 446)',
    here: { test: mqtt5('does not let in who asks for %s'), scales: false, but: 'with MQTT 3.1.1 by 2, our reading' },
  },
  {
    name: 'Topic size',
    value: '256 bytes, the prefix of Basic Ingest apart',
    source: 'limits 2019',
    beyond: ended,
    here: {
      test: { file: topics, title: 'counts bytes of UTF-8, and says where the text grows too long' },
      scales: false,
      but: 'of a filter: refused in SUBACK, and the connection stays',
    },
  },
  {
    name: 'Maximum number of slashes in topic and topic filter',
    value: '7, those of Basic Ingest apart',
    source: 'limits 2019',
    beyond: ended,
    here: {
      test: { file: topics, title: 'does not count the Basic Ingest prefix' },
      scales: false,
      but: 'of a filter: refused in SUBACK, and the connection stays',
    },
  },
  {
    name: 'Connection inactivity (keep-alive interval)',
    value: '30 to 1,200 s, and half as much again',
    source: 'limits 2019',
    beyond: 'the connection ends, MQTT_KEEP_ALIVE_TIMEOUT',
    here: {
      test: ends('a client that falls silent is ended after one and a half of its keep-alive, which its event says'),
      scales: false,
      but: 'it goes by real time',
    },
  },
  {
    name: 'WebSocket connection duration',
    value: '24 hours',
    source: 'limits 2019',
    beyond: 'the connection ends with its next message',
    here: {
      test: ends(
        'a client that has signed is ended after 24 hours of the platform’s clock, and one with a certificate is not',
      ),
      scales: false,
      but: 'it ends at once, and MQTT 5 is told 0x98',
    },
  },
  {
    name: 'Topic aliases of a connection',
    value: '8',
    source: 'guide, later',
    beyond: 'not written',
    here: {
      test: mqtt5('takes eight aliases of topics, and ends the connection over a ninth or one that it does not know'),
      scales: false,
    },
  },
  {
    name: 'Message expiry interval',
    value: '1 to 604,800 s',
    source: 'guide, later',
    beyond: 'adjusted to the nearest that there is',
    here: { test: mqtt5('queues messages, and counts down what they still have'), scales: false },
  },
];
