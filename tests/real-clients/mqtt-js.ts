import { connectAsync } from 'mqtt';
import { shadowTopics } from '../../contracts/topics';
import type { ThePlatform } from './running-platform';

const { accepted, update } = shadowTopics('light-1');

/** Tests mqtt.js with the ALPN protocol name that the AWS IoT developer guide requires for port 443. */
export function describeMqttJs(runningPlatform: ThePlatform): void {
  describe('mqtt.js', () => {
    test.each([4, 5] as const)('connects with ALPN x-amzn-mqtt-ca and protocol version %s', async (protocolVersion) => {
      const { authority: ca, certificate: cert, key, thing: clientId } = runningPlatform().identity('light-1');
      const client = await connectAsync(runningPlatform().platform.mqttUrl, {
        protocolVersion,
        clientId,
        ca,
        cert,
        key,
        ALPNProtocols: ['x-amzn-mqtt-ca'],
        reconnectPeriod: 0,
      });
      await client.subscribeAsync(accepted, { qos: 1 });
      const received = new Promise<string>((resolve) =>
        client.once('message', (_topic, payload) => resolve(payload.toString())),
      );
      const state = { reported: { alpn: protocolVersion } };
      await client.publishAsync(update, JSON.stringify({ state }), { qos: 1 });
      expect(JSON.parse(await received)).toMatchObject({ state });
      await client.endAsync();
    });
  });
}
