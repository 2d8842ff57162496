import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { join } from 'node:path';
import { UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { certificateShadow } from '../../contracts/certificates';
import { deviceSdk, missingSdkReason, type Session, sessions } from './device-sdk';
import { describeIfInstalled } from './optional-client';
import { portOf, type ThePlatform } from './running-platform';

const thingName = 'light-1';
/** The only named shadow that the device policy allows. */
const named = { thingName, shadowName: certificateShadow };

/** Tests the SDK's shadow clients, as devices with this platform's policy use them. */
export function describeDeviceSdkShadows(runningPlatform: ThePlatform): void {
  const desire = (desired: object, shadowName?: string) => {
    const payload = Buffer.from(JSON.stringify({ state: { desired } }));
    const which = shadowName === undefined ? {} : { shadowName };
    return runningPlatform().clients.iotData.send(new UpdateThingShadowCommand({ thingName, payload, ...which }));
  };

  describeIfInstalled('aws-iot-device-sdk-v2 shadow clients', missingSdkReason, () => {
    test.each(sessions)('over %s, V2: streams deltas of named and unnamed shadows', async (protocol) => {
      const options = { protocol, identity: runningPlatform().identity(thingName), port: portOf(runningPlatform()) };
      const classic = firstMessage({ ...options, thingName }, () => desire({ streamed: protocol }));
      expect(await classic).toMatchObject({ state: { streamed: protocol } });
      const other = firstMessage({ ...options, ...named }, () => desire({ streamed: protocol }, named.shadowName));
      expect(await other).toMatchObject({ state: { streamed: protocol } });
    });

    describe.each(sessions)('over %s', (protocol, open) => {
      let opened: Session | undefined;
      beforeAll(async () => {
        opened = await open({ identity: runningPlatform().identity(thingName), port: portOf(runningPlatform()) });
      });
      afterAll(async () => {
        await opened?.end();
        opened = undefined;
      });
      const session = () => {
        if (opened === undefined) throw new Error('the session has not started');
        return opened;
      };

      test('V1: updates and gets a shadow, receives its delta, and reports a version conflict', async () => {
        const { shadows } = session();
        const qos = deviceSdk().mqtt.QoS.AtLeastOnce;
        const accepted = new Promise((resolve) => {
          void shadows.subscribeToUpdateShadowAccepted({ thingName }, qos, (_error, response) => resolve(response));
        });
        const rejected = new Promise((resolve) => {
          void shadows.subscribeToUpdateShadowRejected({ thingName }, qos, (_error, response) => resolve(response));
        });
        const got = new Promise((resolve) => {
          void shadows.subscribeToGetShadowAccepted({ thingName }, qos, (_error, response) => resolve(response));
        });
        const deltas: unknown[] = [];
        await shadows.subscribeToShadowDeltaUpdatedEvents({ thingName }, qos, (_error, response) =>
          deltas.push(response?.state),
        );
        await shadows.publishUpdateShadow(
          { thingName, state: { reported: { first: protocol } }, clientToken: 'a' },
          qos,
        );
        expect(await accepted).toMatchObject({ state: { reported: { first: protocol } }, clientToken: 'a' });
        await shadows.publishGetShadow({ thingName, clientToken: 'b' }, qos);
        expect(await got).toMatchObject({ state: { reported: { first: protocol } }, clientToken: 'b' });
        await shadows.publishUpdateShadow({ thingName, state: {}, version: 9999, clientToken: 'c' }, qos);
        expect(await rejected).toMatchObject({ code: 409, message: 'Version conflict', clientToken: 'c' });
        await desire({ wished: protocol });
        await poll(() => deltas.find((state) => JSON.stringify(state).includes(`"wished":"${protocol}"`)), 'the delta');
        await shadows.publishUpdateShadow({ thingName, state: { reported: { wished: protocol } } }, qos);
      });

      test('V2: updates and gets a shadow, and reports rejections', async () => {
        const { shadowsV2 } = session();
        const state = { reported: { second: protocol } };
        const updated = await shadowsV2.updateShadow({ thingName, state });
        expect(updated).toMatchObject({ state });
        expect(await shadowsV2.getShadow({ thingName })).toMatchObject({ state, version: updated.version });
        const conflict = shadowsV2.updateShadow({ thingName, state, version: 9999 });
        await expect(conflict).rejects.toMatchObject({ modeledError: { code: 409, message: 'Version conflict' } });
      });

      test('V2: updates and gets a named shadow', async () => {
        const { shadowsV2 } = session();
        await desire({ noted: protocol }, named.shadowName);
        const state = { reported: { noted: protocol } };
        expect(await shadowsV2.updateNamedShadow({ ...named, state })).toMatchObject({ state });
        expect(await shadowsV2.getNamedShadow(named)).toMatchObject({
          state: { ...state, desired: { noted: protocol } },
        });
      });
    });
  });
}

const Subscribed = z.object({ kind: z.literal('subscribed') });
const ReceivedMessage = z.object({ kind: z.literal('heard'), message: z.unknown() });

/** Subscribes to a V2 client stream, runs `act`, and returns the first message. */
async function firstMessage(options: object, act: () => Promise<unknown>): Promise<unknown> {
  const device = fork(join(__dirname, 'delta-stream.cjs'));
  const ended = once(device, 'exit');
  const messages = on(device, 'message', { close: ['exit'] });
  device.send(options);
  try {
    for await (const [response] of messages) {
      if (Subscribed.safeParse(response).success) await act();
      const received = ReceivedMessage.safeParse(response);
      if (received.success) return received.data.message;
    }
    throw new Error('the stream ended before the first message');
  } finally {
    device.kill();
    await ended;
  }
}
