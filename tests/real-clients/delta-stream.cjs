/**
 * Runs a device in a separate process, which receives one delta through a V2 shadow client stream and exits.
 * Such a stream is never garbage-collected (aws-crt 1.33.1), so over MQTT 5 the test process would never exit.
 *
 * The process receives { protocol, identity, port, thingName, shadowName? }, and sends { kind: 'subscribed' }, then
 * { kind: 'heard', message }.
 */
const { once } = require('node:events');
const { iot, iotshadow, mqtt, mqtt5 } = require('aws-iot-device-sdk-v2');

const options = { maxRequestResponseSubscriptions: 4, maxStreamingSubscriptions: 2, operationTimeoutInSeconds: 10 };

async function by311({ identity, port }) {
  const config = iot.AwsIotMqttConnectionConfigBuilder.new_mtls_builder(identity.certificate, identity.key)
    .with_certificate_authority(identity.authority)
    .with_endpoint('localhost')
    .with_port(port)
    .with_client_id(identity.thing)
    .build();
  const connection = new mqtt.MqttClient().new_connection(config);
  await connection.connect();
  return iotshadow.IotShadowClientv2.newFromMqtt311(connection, options);
}

async function by5({ identity: { certificate, key, authority, thing }, port }) {
  const config = iot.AwsIotMqtt5ClientConfigBuilder.newDirectMqttBuilderWithMtlsFromMemory(
    'localhost',
    certificate,
    key,
  )
    .withCertificateAuthority(authority)
    .withPort(port)
    .withConnectProperties({ clientId: thing, keepAliveIntervalSeconds: 60 })
    .build();
  const client = new mqtt5.Mqtt5Client(config);
  const connected = once(client, 'connectionSuccess');
  client.start();
  await connected;
  return iotshadow.IotShadowClientv2.newFromMqtt5(client, options);
}

process.once('message', async (request) => {
  const shadows = await (request.protocol === 'MQTT 5' ? by5(request) : by311(request));
  const { thingName, shadowName } = request;
  const stream =
    shadowName === undefined
      ? shadows.createShadowDeltaUpdatedStream({ thingName })
      : shadows.createNamedShadowDeltaUpdatedStream({ thingName, shadowName });
  stream.on('subscriptionStatus', ({ error }) => {
    if (error !== undefined) throw error;
    process.send({ kind: 'subscribed' });
  });
  stream.on('incomingPublish', ({ message }) => process.send({ kind: 'heard', message }, () => process.exit()));
  stream.open();
});
