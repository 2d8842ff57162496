import { UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { poll } from '../../commands/running/platform-process';
import { certificateShadow } from '../../contracts/certificates';
import { deviceSdk, type Session, sessions, whyNoDeviceSdk } from './device-sdk';
import { portOf, type ThePlatform } from './running-platform';
import { whereInstalled } from './where-installed';

const thingName = 'light-1';
/** The one named shadow that the policy of devices speaks of. */
const named = { thingName, shadowName: certificateShadow };

/** Its shadow clients, as a device uses them with the policy of this platform. */
export function shadowsByTheDeviceSdk(the: ThePlatform): void {
  const desire = (desired: object, shadowName?: string) => {
    const payload = Buffer.from(JSON.stringify({ state: { desired } }));
    const which = shadowName === undefined ? {} : { shadowName };
    return the().clients.iotData.send(new UpdateThingShadowCommand({ thingName, payload, ...which }));
  };

  whereInstalled('the shadow clients of aws-iot-device-sdk-v2', whyNoDeviceSdk, () => {
    describe.each(sessions)('over %s', (protocol, open) => {
      let session: Session;
      beforeAll(async () => {
        session = await open({ identity: the().identity(thingName), port: portOf(the()) });
      });
      afterAll(() => session?.end());

      test('the first: update, get, delta, and a version that is not the shadow’s', async () => {
        const { shadows } = session;
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

      test('the second: update, get, delta, and what is refused', async () => {
        const { shadowsV2 } = session;
        const state = { reported: { second: protocol } };
        const updated = await shadowsV2.updateShadow({ thingName, state });
        expect(updated).toMatchObject({ state });
        expect(await shadowsV2.getShadow({ thingName })).toMatchObject({ state, version: updated.version });
        const conflict = shadowsV2.updateShadow({ thingName, state, version: 9999 });
        await expect(conflict).rejects.toMatchObject({ modeledError: { code: 409, message: 'Version conflict' } });
        const heard = first(shadowsV2.createShadowDeltaUpdatedStream({ thingName }), () => desire({ more: protocol }));
        expect(await heard).toMatchObject({ state: { more: protocol } });
      });

      test('the second, a named shadow', async () => {
        const { shadowsV2 } = session;
        const deltas = shadowsV2.createNamedShadowDeltaUpdatedStream(named);
        const heard = first(deltas, () => desire({ noted: protocol }, named.shadowName));
        expect(await heard).toMatchObject({ state: { noted: protocol } });
        const state = { reported: { noted: protocol } };
        expect(await shadowsV2.updateNamedShadow({ ...named, state })).toMatchObject({ state });
        expect(await shadowsV2.getNamedShadow(named)).toMatchObject({
          state: { ...state, desired: { noted: protocol } },
        });
      });
    });
  });
}

type Streaming = ReturnType<Session['shadowsV2']['createShadowDeltaUpdatedStream']>;

/** What a stream of the second client brings first, of what is done once it is subscribed. */
async function first(operation: Streaming, act: () => Promise<unknown>): Promise<unknown> {
  const next = new Promise((resolve) => operation.on('incomingPublish', ({ message }) => resolve(message)));
  const subscribed = new Promise<void>((resolve, reject) => {
    operation.on('subscriptionStatus', ({ error }) => (error === undefined ? resolve() : reject(error)));
  });
  operation.open();
  try {
    await subscribed;
    await act();
    return await next;
  } finally {
    operation.close();
  }
}
