import { shadowTopics } from '../../contracts/topics';
import { deviceSdk, missingSdkReason, startClient, stop5 } from './device-sdk';
import { describeIfInstalled } from './optional-client';
import { portOf, type ThePlatform } from './running-platform';

const { update, accepted } = shadowTopics('light-1');

/** Tests MQTT over WebSocket with AWS credentials, as web pages and services without a certificate use it. */
export function describeDeviceSdkWebSockets(runningPlatform: ThePlatform): void {
  const state = (by: string) => ({ reported: { by } });
  const credentials = () => runningPlatform().clients.lambda.config.credentials();

  describeIfInstalled('aws-iot-device-sdk-v2 WebSocket connections', missingSdkReason, () => {
    test("MQTT 3.1.1: accepts a signature with the profile's keys", async () => {
      const { iot, mqtt } = deviceSdk();
      const { accessKeyId, secretAccessKey } = await credentials();
      const config = iot.AwsIotMqttConnectionConfigBuilder.new_with_websockets()
        .with_credentials(runningPlatform().clients.region, accessKeyId, secretAccessKey)
        .with_certificate_authority(runningPlatform().identity('light-1').authority)
        .with_endpoint('localhost')
        .with_port(portOf(runningPlatform()))
        .with_client_id('page-1')
        .build();
      const connection = new mqtt.MqttClient().new_connection(config);
      connection.on('error', () => undefined);
      await connection.connect();
      const received = new Promise<string>((resolve) => {
        void connection.subscribe(accepted, mqtt.QoS.AtLeastOnce, (_topic, payload) =>
          resolve(Buffer.from(payload).toString()),
        );
      });
      const payload = JSON.stringify({ state: state('3.1.1') });
      await connection.publish(update, payload, mqtt.QoS.AtLeastOnce);
      expect(JSON.parse(await received)).toMatchObject({ state: state('3.1.1') });
      await connection.disconnect();
    });

    test.each([
      ["with the profile's keys", true],
      ['with other keys, which are rejected', false],
    ])('MQTT 5, signed %s', async (_, isAccepted) => {
      const { auth, iot, mqtt5 } = deviceSdk();
      const { accessKeyId, secretAccessKey } = await credentials();
      const credentialsProvider = auth.AwsCredentialsProvider.newStatic(
        accessKeyId,
        isAccepted ? secretAccessKey : 'another',
      );
      const config = iot.AwsIotMqtt5ClientConfigBuilder.newWebsocketMqttBuilderWithSigv4Auth('localhost', {
        credentialsProvider,
        region: runningPlatform().clients.region,
      })
        .withCertificateAuthority(runningPlatform().identity('light-1').authority)
        .withPort(portOf(runningPlatform()))
        .withConnectProperties({ clientId: 'page-2', keepAliveIntervalSeconds: 60 })
        .build();
      const opening = startClient(new mqtt5.Mqtt5Client(config));
      if (!isAccepted) return expect(await opening.then(() => 'accepted', String)).toContain('HTTP');
      const { client } = await opening;
      const payload = JSON.stringify({ state: state('5') });
      const sent = await client.publish({ topicName: update, payload, qos: mqtt5.QoS.AtLeastOnce });
      expect(sent).toMatchObject({ reasonCode: mqtt5.PubackReasonCode.Success });
      await stop5(client);
    });
  });
}
