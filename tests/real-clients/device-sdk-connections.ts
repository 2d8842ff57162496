import { isAnyArrayBuffer } from 'node:util/types';
import { UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { poll } from '@himeshima/local-aws/testing';
import { shadowTopics } from '../../contracts/topics';
import { deviceSdk, missingSdkReason, open5, open311, stop5 } from './device-sdk';
import { describeIfInstalled } from './optional-client';
import { portOf, type ThePlatform } from './running-platform';

const thing = 'light-1';
const topics = shadowTopics(thing);
const text = (payload: unknown) => (isAnyArrayBuffer(payload) ? Buffer.from(payload).toString() : String(payload));
/** Returns the error from an SDK call as text. The SDK's errors are not instances of this file's Error class. */
const refusal = (call: Promise<unknown>) => call.then(() => 'not refused', String);
const report = (scene: string) => JSON.stringify({ state: { reported: { scene } } });

/** Tests connections with mutual TLS and ALPN, which the SDK uses by default. */
export function describeDeviceSdkConnections(runningPlatform: ThePlatform): void {
  const who = (name = thing) => ({
    identity: { ...runningPlatform().identity(thing), thing: name },
    port: portOf(runningPlatform()),
  });

  describeIfInstalled('aws-iot-device-sdk-v2 connections', missingSdkReason, () => {
    test('MQTT 3.1.1: publishes with QoS 1, and receives subscribed messages', async () => {
      const { connection } = await open311(who());
      const { AtLeastOnce } = deviceSdk().mqtt.QoS;
      const received = new Promise<string>((resolve) => {
        void connection.subscribe(topics.accepted, AtLeastOnce, (_topic, payload) => resolve(text(payload)));
      });
      // no wait is required: the SDK resolves on PUBACK, and the broker handles the packets of a connection in order
      await connection.publish(topics.update, report('by 3.1.1'), AtLeastOnce);
      expect(JSON.parse(await received)).toMatchObject({ state: { reported: { scene: 'by 3.1.1' } } });
      await connection.disconnect();
    });

    test('MQTT 3.1.1: receives messages queued while offline', async () => {
      const { AtLeastOnce } = deviceSdk().mqtt.QoS;
      const first = await open311(who(), { clean: false });
      expect(first.sessionPresent).toBe(false);
      await first.connection.subscribe(topics.delta, AtLeastOnce);
      await first.connection.disconnect();
      const payload = Buffer.from(JSON.stringify({ state: { desired: { scene: 'while away' } } }));
      await runningPlatform().clients.iotData.send(new UpdateThingShadowCommand({ thingName: thing, payload }));
      const received: string[] = [];
      const second = await open311(who(), { clean: false, hear: (_topic, payload) => received.push(text(payload)) });
      expect(second.sessionPresent).toBe(true);
      expect(JSON.parse(await poll(() => received[0], 'the delta'))).toMatchObject({ state: { scene: 'while away' } });
      await second.connection.disconnect();
      // a clean connection deletes the session
      await (await open311(who())).connection.disconnect();
    });

    test('MQTT 5: publishes with QoS 1, and receives subscribed messages', async () => {
      const { client, connack } = await open5(who());
      const qos = deviceSdk().mqtt5.QoS.AtLeastOnce;
      expect(connack).toMatchObject({ sessionPresent: false, reasonCode: 0 });
      const received = new Promise<string>((resolve) => {
        client.on('messageReceived', ({ message }) => resolve(text(message.payload)));
      });
      const { reasonCodes } = await client.subscribe({ subscriptions: [{ topicFilter: topics.accepted, qos }] });
      expect(reasonCodes).toEqual([deviceSdk().mqtt5.SubackReasonCode.GrantedQoS1]);
      await client.publish({ topicName: topics.update, payload: report('by 5'), qos });
      expect(JSON.parse(await received)).toMatchObject({ state: { reported: { scene: 'by 5' } } });
      await stop5(client);
    });

    test('MQTT 5: receives a reason code for a denied publish, and stays connected', async () => {
      const { client } = await open5(who());
      const { PubackReasonCode, SubackReasonCode, QoS } = deviceSdk().mqtt5;
      const foreign = shadowTopics('sensor-1');
      const sent = await client.publish({
        topicName: foreign.update,
        payload: report('not mine'),
        qos: QoS.AtLeastOnce,
      });
      expect(sent).toMatchObject({ reasonCode: PubackReasonCode.NotAuthorized });
      const filters = [{ topicFilter: foreign.accepted, qos: QoS.AtLeastOnce }];
      const { reasonCodes } = await client.subscribe({ subscriptions: filters });
      expect(reasonCodes[0]).toBeGreaterThanOrEqual(SubackReasonCode.UnspecifiedError);
      const own = await client.publish({ topicName: topics.get, payload: '', qos: QoS.AtLeastOnce });
      expect(own).toMatchObject({ reasonCode: PubackReasonCode.Success });
      await stop5(client);
    });

    test('rejects the client ID of another thing', async () => {
      expect(await refusal(open311(who('sensor-1')))).toContain('Failed to connect');
      expect(await refusal(open5(who('sensor-1')))).toContain('reason code 135');
    });
  });
}
