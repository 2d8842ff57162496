/** What AWS does, where that is written, and the test that sees it here. */
interface Behaviour {
  readonly behaviour: string;
  /** Pages are those of the AWS IoT developer guide. */
  readonly source: string;
  /** File from the project's folder, and title. */
  readonly test: { readonly file: string; readonly title: string };
  /** Where it is another way here, or AWS does not say: what, and why. */
  readonly differs?: string;
}

const of = (file: string) => (title: string) => ({ file, title });
const broker = of('tests/end-to-end/broker.test.ts');
const badDevices = of('tests/end-to-end/bad-devices.test.ts');
const topics = of('lib/iot/topics/topics.test.ts');
const lifecycle = of('local/iot/lifecycle-events.test.ts');
const sessions = of('tests/end-to-end/sessions-on-disk.test.ts');

/** The message broker, for docs/conformance.md. */
export const mqttBehaviours: readonly Behaviour[] = [
  {
    behaviour: 'a client without a registered certificate is told from one that may not connect',
    source: 'metrics_dimensions, Connect.AuthError and Connection.AuthNError',
    test: broker('a client without a certificate is told from one that may not connect, and counted as AWS IoT does'),
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
    differs: 'AWS sends 10 of them a second and forgets them after an hour; here they come at once, and stay',
  },
  {
    behaviour: 'Basic Ingest reaches its rule without the message broker',
    source: 'iot-basic-ingest',
    test: of('local/iot/rules.test.ts')('is reached by Basic Ingest under its name, without the prefix in its topic'),
  },
  {
    behaviour: 'HTTPS publishes by a certificate, over ALPN x-amzn-http-ca and http/1.1',
    source: 'protocols; http',
    test: of('tests/end-to-end/by-https.ts')('publishes, as %s'),
  },
  {
    behaviour: 'a rule knows who has published: client, certificate, address',
    source: 'iot-sql-functions, clientid(), principal(), sourceip()',
    test: of('tests/end-to-end/what-rules-know.ts')(
      'knows the client, its address, and the header of a message of MQTT 5',
    ),
  },
  {
    behaviour: 'who publishes by HTTPS is no client, and has an address',
    source: 'iot-sql-functions, the same',
    test: of('tests/end-to-end/what-rules-know.ts')(
      'knows the certificate and the address of who publishes by HTTPS, who is no client',
    ),
  },
];
