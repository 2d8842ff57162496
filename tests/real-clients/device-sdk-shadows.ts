import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { join } from 'node:path';
import { UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { certificateShadow } from '../../contracts/certificates';
import { deviceSdk, type Session, sessions, whyNoDeviceSdk } from './device-sdk';
import { whereInstalled } from './optional-client';
import { portOf, type ThePlatform } from './running-platform';

const thingName = 'light-1';
/** The only named shadow that the device policy allows. */
const named = { thingName, shadowName: certificateShadow };

/** Tests the SDK's shadow clients, as devices with this platform's policy use them. */
export function shadowsByTheDeviceSdk(the: ThePlatform): void {
  const desire = (desired: object, shadowName?: string) => {
    const payload = Buffer.from(JSON.stringify({ state: { desired } }));
    const which = shadowName === undefined ? {} : { shadowName };
    return the().clients.iotData.send(new UpdateThingShadowCommand({ thingName, payload, ...which }));
  };

  whereInstalled('aws-iot-device-sdk-v2 shadow clients', whyNoDeviceSdk, () => {
    test.each(sessions)('over %s, V2: streams deltas of named and unnamed shadows', async (protocol) => {
      const asked = { protocol, identity: the().identity(thingName), port: portOf(the()) };
      const classic = first({ ...asked, thingName }, () => desire({ streamed: protocol }));
      expect(await classic).toMatchObject({ state: { streamed: protocol } });
      const other = first({ ...asked, ...named }, () => desire({ streamed: protocol }, named.shadowName));
      expect(await other).toMatchObject({ state: { streamed: protocol } });
    });

    describe.each(sessions)('over %s', (protocol, open) => {
      let opened: Session | undefined;
      beforeAll(async () => {
        opened = await open({ identity: the().identity(thingName), port: portOf(the()) });
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
          void shadows.subscribeToUpdateShadowAccepted({ thingName }, qos, (_error, said) => resolve(said));
        });
        const rejected = new Promise((resolve) => {
          void shadows.subscribeToUpdateShadowRejected({ thingName }, qos, (_error, said) => resolve(said));
        });
        const got = new Promise((resolve) => {
          void shadows.subscribeToGetShadowAccepted({ thingName }, qos, (_error, said) => resolve(said));
        });
        const deltas: unknown[] = [];
        await shadows.subscribeToShadowDeltaUpdatedEvents({ thingName }, qos, (_error, said) =>
          deltas.push(said?.state),
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
const Heard = z.object({ kind: z.literal('heard'), message: z.unknown() });

/** Subscribes to a V2 client stream, runs `act`, and returns the first message. */
async function first(asked: object, act: () => Promise<unknown>): Promise<unknown> {
  const device = fork(join(__dirname, 'delta-stream.cjs'));
  const ended = once(device, 'exit');
  const told = on(device, 'message', { close: ['exit'] });
  device.send(asked);
  try {
    for await (const [said] of told) {
      if (Subscribed.safeParse(said).success) await act();
      const heard = Heard.safeParse(said);
      if (heard.success) return heard.data.message;
    }
    throw new Error('the stream ended before the first message');
  } finally {
    device.kill();
    await ended;
  }
}
