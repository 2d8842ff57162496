import { type Behaviour, testsIn } from './behaviour';

const broker = testsIn('tests/end-to-end/broker.test.ts');
const badDevices = testsIn('tests/end-to-end/bad-devices.test.ts');
const topics = testsIn('packages/iot/src/topics/topics.test.ts');
const mqtt5 = testsIn('tests/end-to-end/mqtt5.ts');
const shared = testsIn('tests/end-to-end/shared-subscriptions.ts');
const webSocket = testsIn('tests/end-to-end/mqtt-over-web-socket.ts');
const hostile = testsIn('tests/end-to-end/hostile-packets.test.ts');
const lifecycle = testsIn('packages/local-aws/src/iot/broker/lifecycle-events.test.ts');
const sessions = testsIn('tests/end-to-end/sessions-on-disk.test.ts');

/** The message broker, for docs/conformance.md. */
export const mqttBehaviours: readonly Behaviour[] = [
  {
    behaviour: 'a client without a registered certificate is told from one that may not connect',
    source: 'metrics_dimensions, Connect.AuthError and Connection.AuthNError',
    test: broker('a client without a certificate is told from one that may not connect, and counted as AWS IoT does'),
  },
  {
    behaviour: 'who may not connect is refused in CONNACK',
    source: 'mqtt, "AWS IoT differences from MQTT version 3.1.1 specification"',
    test: mqtt5('refuses who may not connect by %i in CONNACK (version %i)'),
    differs: 'with MQTT 3.1.1 AWS IoT is said to return "error code 7", which is no code of MQTT: here it is 5',
  },
  {
    behaviour: 'a PUBLISH with QoS 2 ends the connection',
    source: 'mqtt, "AWS IoT differences from MQTT version 3.1.1 specification"',
    test: broker('ends the connection of a client that publishes with QoS 2'),
  },
  {
    behaviour: 'QoS 2 is never granted',
    source: 'mqtt, the same',
    test: broker('never grants QoS 2'),
    differs: 'AWS IoT sends no SUBACK at all; here the filter is refused, so that a client sees why',
  },
  {
    behaviour: 'a topic filter matches by levels; + and # stand alone',
    source: 'topics',
    test: topics('accepts wildcards that stand alone'),
  },
  {
    behaviour: 'a topic filter of over 256 bytes or 7 slashes, or that is none, is not subscribed to',
    source: 'limits-iot, 2019-11-25; mqtt, "MQTT reason codes"',
    test: broker('for it has %s is refused in its place, and said'),
    differs: 'AWS does not say what becomes of the connection: here it goes on, and SUBACK has 0x80 or 0x87, not 0x8F',
  },
  {
    behaviour: '# does not match its parent',
    source: 'topics; mqtt, "AWS IoT differences from MQTT"',
    test: topics('%s on %s: %s'),
  },
  {
    behaviour: '# and + of a first level reach no topic that begins with $',
    source: 'reserved-topics',
    test: broker('keeps $aws from whoever subscribes to everything'),
  },
  {
    behaviour: 'each filter of a SUBSCRIBE has a code of its own, in their order',
    source: 'MQTT 3.1.1, [MQTT-3.8.4-5]',
    test: broker('is answered filter by filter in their order, where one is repeated too'),
  },
  {
    behaviour: 'what a client sends behind its CONNECT without waiting is handled in its order',
    source: 'mqtt: a client "must wait for the CONNACK"',
    test: broker('%s are handled in their order once it is let in'),
    differs: 'AWS asks clients to wait and does not say what becomes of one that does not',
  },
  {
    behaviour: 'a retained message comes to who subscribes to its very topic, with the flag, and by no wildcard',
    source: 'mqtt, "MQTT retained messages"',
    test: broker('is sent to who subscribes to its very topic, with the flag, and not to a filter that holds it'),
  },
  {
    behaviour: 'retained messages are found and listed by HTTP, and ended by an empty one',
    source: 'API reference, "GetRetainedMessage", "ListRetainedMessages"',
    test: broker('is found and listed page by page by applications, and ended by an empty one'),
  },
  {
    behaviour: 'a reserved topic retains nothing',
    source: 'mqtt, "MQTT retained messages"',
    test: broker('is not taken for a reserved topic'),
  },
  {
    behaviour: 'connects, disconnects and subscriptions are told below $aws/events',
    source: 'life-cycle-events',
    test: broker('that a client comes, listens and goes is told below $aws/events'),
  },
  {
    behaviour: 'versionNumber counts the connections of a client, and begins anew after an hour without any',
    source: 'life-cycle-events',
    test: lifecycle(
      'each connection of a client has a version of its own, which begins anew after an hour without any',
    ),
  },
  {
    behaviour: 'a message of more than 100 a second is neither delivered nor acknowledged, and ends no connection',
    source: 'limits-iot, 2019-11-25',
    test: badDevices(
      'of 200 messages a second 100 are taken and stored once, the others are neither, and nobody else loses any',
    ),
  },
  {
    behaviour: 'a persistent session has every QoS 1 message that was acknowledged while its client was away',
    source: 'mqtt, "MQTT persistent sessions"',
    test: sessions('hands a session all that was acknowledged while its client was away, each once and in order'),
  },
  {
    behaviour: 'of what a session has kept 10 messages a second are sent, beside what comes now',
    source: 'mqtt, "MQTT persistent sessions"',
    test: testsIn('tests/end-to-end/device-quotas.test.ts')(
      'is, of what its session has kept, 10 messages a second, beside what comes now',
    ),
  },
  {
    behaviour: 'a message that two filters of a session match is one message of it',
    source: '[MQTT-3.3.5-1]',
    test: mqtt5('has a message once that two of its filters match, and goes on'),
  },
  {
    behaviour: 'Receive Maximum and Maximum Packet Size of a client of MQTT 5 are kept to',
    source: '[MQTT-3.3.4-9]; [MQTT-3.1.2-24], [MQTT-3.1.2-25]',
    test: mqtt5('is sent as many messages without an acknowledgement as it says, and none that is too large: %s'),
    differs: 'a message of QoS 0 waits behind one of QoS 1 that has to wait',
  },
  {
    behaviour: 'CONNACK of MQTT 5 says what AWS IoT can do: QoS 1 at most, no subscription identifiers, eight aliases',
    source: 'mqtt, "MQTT 5 CONNACK properties"',
    test: mqtt5('is greeted with what AWS IoT can do'),
  },
  {
    behaviour: 'a keep-alive below 30 s is 30 s, one above 1,200 s, or none, is 1,200 s',
    source: 'mqtt; limits-iot, 2019-11-25',
    test: mqtt5('is told of a keep-alive of %i s that it is %i'),
  },
  {
    behaviour: 'who falls silent is ended after one and a half of it, and the event says MQTT_KEEP_ALIVE_TIMEOUT',
    source: 'MQTT 3.1.1, [MQTT-3.1.2-24]; life-cycle-events',
    test: testsIn('tests/end-to-end/connection-ends.test.ts')(
      'a client that falls silent is ended after one and a half of its keep-alive, which its event says',
    ),
  },
  {
    behaviour: 'a session of MQTT 5 lasts as long as the client says, seven days at most',
    source: 'mqtt, "MQTT 5 session expiry"',
    test: mqtt5('is told of a session of %i s that it lasts %i'),
  },
  {
    behaviour: 'a session of MQTT 3.1.1 ends an hour after its client has gone',
    source: 'limits-iot, 2019-11-25',
    test: mqtt5('of MQTT 3.1.1 ends after an hour'),
  },
  {
    behaviour: 'a clean start loses what waits',
    source: 'mqtt, "Clean Start and Session Expiry"',
    test: mqtt5('begins anew with a clean start, which loses what waits'),
  },
  {
    behaviour: 'a message expires: what waits counts down, and what is retained ends',
    source: 'mqtt, "Message expiry"',
    test: mqtt5('queues messages, and counts down what they still have'),
  },
  {
    behaviour: 'who has no client id gets a name',
    source: 'MQTT 5, 3.2.2.3.7',
    test: mqtt5('gives a name to who has none'),
  },
  {
    behaviour: 'user properties, response topic, correlation data and content type are handed on',
    source: 'mqtt, "MQTT 5 supported features"',
    test: mqtt5('hands on what the header of a message says'),
  },
  {
    behaviour: 'question and answer work between versions',
    source: 'mqtt, "Communicating between MQTT versions"',
    test: mqtt5('asks and answers across versions'),
  },
  {
    behaviour: 'eight topic aliases a connection; a ninth, or one that was never said, ends it',
    source: 'mqtt, "Topic alias"',
    test: mqtt5('takes eight aliases of topics, and ends the connection over a ninth or one that it does not know'),
  },
  {
    behaviour: 'AUTH, subscription identifiers and malformed packets end the connection, with a reason code',
    source: 'mqtt, "MQTT reason codes"',
    test: mqtt5('ends a connection over %s, with a reason'),
  },
  {
    behaviour: 'a last will of QoS 2 is not let in: MQTT 3.1.1 without a CONNACK',
    source: 'espMqttClient, issue 116; aws-iot-device-sdk-cpp-v2, issue 534',
    test: mqtt5('does not let in who asks for %s'),
    differs:
      'so is here a last will to $SYS, to $aws/events or of over 128 KB, and a NUL in the client id: AWS does not say. MQTT 5 gets the reason code of MQTT: 0x9B, 0x90, 0x95, 0x81',
  },
  {
    behaviour: 'a second CONNECT, and a packet identifier of 0, end the connection',
    source: '[MQTT-3.1.0-2]; [MQTT-2.2.1-3]; mqtt, "MQTT reason codes": 0x82',
    test: mqtt5('ends a connection over %s, with a reason'),
  },
  {
    behaviour: 'a rule republishes to no topic to which nobody publishes: its action fails',
    source: 'republish-rule; reserved-topics',
    test: testsIn('packages/local-aws/src/iot/rules/rules.test.ts')('republish to %s fails, as a device would'),
    differs: 'AWS does not say what becomes of such a message',
  },
  {
    behaviour: 'a publish that is not allowed has 0x87 in its PUBACK, and MQTT 5 goes on',
    source: 'mqtt, "MQTT reason codes"',
    test: mqtt5('goes on over a message that may not be published, and tells in PUBACK'),
  },
  {
    behaviour: 'the older of two clients of one name gets 0x8E',
    source: 'mqtt, "MQTT reason codes"',
    test: mqtt5('tells who is replaced by another of its name'),
  },
  {
    behaviour: 'of clients of one name, one is connected, however many come at once',
    source: 'mqtt, "AWS IoT differences from MQTT version 3.1.1 specification"',
    test: mqtt5('leaves one of those that come at once by one name'),
  },
  {
    behaviour: 'a filter that is refused is no part of the session, and nothing is queued for it',
    source: 'mqtt, "MQTT persistent sessions"; iot-policy-actions',
    test: mqtt5('knows nothing of a filter that was refused beside others (version %i)'),
  },
  {
    behaviour: 'a will waits for its delay, and is not sent where its client is back',
    source: 'MQTT 5, 3.1.3.2.2',
    test: mqtt5('sends a will after its delay, and not to who has come back in it'),
  },
  {
    behaviour: 'a header that is none of a message of MQTT 5 ends the connection of who sends it, and reaches nobody',
    source: 'MQTT 5, 3.3.2.3, [MQTT-1.5.4-2], [MQTT-3.3.2-14], [MQTT-3.3.4-6]',
    test: testsIn('packages/local-aws/src/iot/broker/property-faults.test.ts')('a message with %s'),
    differs:
      'AWS does not say by which reason code: here 0x82, 0x81 for a NUL, 0x90 for a response topic with a wildcard',
  },
  {
    behaviour: 'the messageExpiry of a message by HTTPS is seven days at most',
    source: 'mqtt, "Message expiry"; API reference, "Publish"',
    test: testsIn('tests/end-to-end/by-https.ts')(
      'publishes for seven days at most, and no longer time ends who hears it',
    ),
  },
  {
    behaviour: 'a shared subscription gives each message to one of its members',
    source: 'mqtt, "Shared subscriptions"',
    test: shared('gives each message of %s to one of its members, and each member some'),
  },
  {
    behaviour: 'a shared subscription queues nothing for who is away, and sends nothing that is retained',
    source: 'mqtt, "Shared subscriptions"',
    test: shared('queues nothing for a session whose client is away, and is there when it comes back'),
  },
  {
    behaviour: 'the policy is asked for a shared filter as the client says it',
    source: 'iot-policy-actions',
    test: shared('is answered in its place among others, as its policy lets it (version %i)'),
  },
  {
    behaviour: 'MQTT over WebSocket is signed for iotdevicegateway and the region, in the query or in headers',
    source: 'protocols, "mqtt-ws"',
    test: webSocket('carries messages of somebody who has signed with AWS keys (version %i)'),
  },
  {
    behaviour: 'of a role its IAM policies decide on Connect, Publish, Subscribe and Receive',
    source: 'iam-policies',
    test: webSocket('lets a role do what its IAM policies allow, and nothing else'),
  },
  {
    behaviour: 'a client that does not read is cut off, and holds up nobody',
    source: 'none that says how much may be unread',
    test: hostile('holds up nobody, and is cut off once too much is unread'),
    differs: 'the 8 MiB are ours',
  },
  {
    behaviour: 'nobody publishes to topics that begin with $, but those below $aws that are for clients',
    source: 'reserved-topics',
    test: hostile('or is no topic is not published to: %j ends the connection'),
  },
  {
    behaviour: 'Basic Ingest reaches its rule without the message broker',
    source: 'iot-basic-ingest',
    test: testsIn('packages/local-aws/src/iot/rules/rules.test.ts')(
      'is reached by Basic Ingest under its name, without the prefix in its topic',
    ),
  },
  {
    behaviour: 'a client names MQTT by ALPN: x-amzn-mqtt-ca, as on AWS IoT’s port 443, or mqtt',
    source: 'protocols',
    test: testsIn('tests/real-clients/mqtt-js.ts')('with ALPN x-amzn-mqtt-ca and protocol version %s'),
    differs: 'at the port that --mqtt-port says; port 443 asks for rights that a laptop’s user does not have',
  },
  {
    behaviour: 'HTTPS publishes by a certificate, over ALPN x-amzn-http-ca and http/1.1',
    source: 'protocols; http',
    test: testsIn('tests/end-to-end/by-https.ts')('publishes, as %s'),
  },
  {
    behaviour: 'a rule knows who has published: client, certificate, address',
    source: 'iot-sql-functions, clientid(), principal(), sourceip()',
    test: testsIn('tests/end-to-end/what-rules-know.ts')(
      'knows the client, its address, and the header of a message of MQTT 5',
    ),
  },
  {
    behaviour: 'who publishes by HTTPS is no client, and has an address',
    source: 'iot-sql-functions, the same',
    test: testsIn('tests/end-to-end/what-rules-know.ts')(
      'knows the certificate and the address of who publishes by HTTPS, who is no client',
    ),
  },
];
