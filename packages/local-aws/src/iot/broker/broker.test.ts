import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePolicy } from '@himeshima/aws-policy';
import { Aedes } from 'aedes';
import { connect, type MqttClient } from 'mqtt';
import { type Authority, makeDeviceRequest, openAuthority } from '../../certificates/authority';
import { certificateId } from '../../certificates/device-certificates';
import { stopped } from '../../stopped-platform.fixture';
import { createPresence } from '../presence';
import { createRegistry } from '../registry/thing-registry';
import { type Broker, type BrokerOptions, startBroker } from './broker';
import { createLifecycleEvents } from './lifecycle-events';
import { createRetainedMessages } from './retained-messages';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-broker-'));
let authority: Authority;
let device: { cert: string; key: string };
beforeAll(async () => {
  authority = await openAuthority(folder, Date.now());
  const { csrPem, keyPem } = await makeDeviceRequest('light-1');
  device = { cert: await authority.signRequest(csrPem), key: keyPem };
});
afterAll(() => rmSync(folder, { recursive: true }));

const allowAll = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
});

/**
 * Starts a broker and registers a device that is allowed every action.
 * @param onAuthorized called when the policies have allowed a connection
 */
async function startTestBroker(onAuthorized: (broker: Broker, id: string) => void) {
  const { clock, bus, store, metrics, iotLogs, authorizer } = stopped();
  const registry = createRegistry(store, clock);
  const id = certificateId(device.cert);
  registry.addCertificate({
    id,
    arn: `arn:aws:iot:eu-west-1:000000000000:cert/${id}`,
    pem: device.cert,
    status: 'ACTIVE',
  });
  authorizer.attachIotPolicy(id, { name: 'all', document: parsePolicy(allowAll) });
  const published: string[] = [];
  const options: BrokerOptions = {
    port: 0,
    authority,
    place: { region: 'eu-west-1' },
    registry,
    authorizer: {
      ...authorizer,
      authorize(request) {
        // At this point, the connection is authorized but not established yet.
        if (request.action === 'iot:Connect') queueMicrotask(() => onAuthorized(broker, id));
        return authorizer.authorize(request);
      },
    },
    iotLogs,
    clock,
    store,
    bus,
    metrics,
    arnPrefix: 'arn:aws:iot:eu-west-1:000000000000',
    rates: 'off',
    customAuthentication: { authenticate: () => Promise.reject(), isAvailable: () => false },
    httpConnected: (socket) => socket.destroy(),
    signers: { credentialsOf: () => undefined, clocks: () => [] },
    published: ({ topic }) => void published.push(topic),
    retained: createRetainedMessages(store, clock),
    lifecycle: createLifecycleEvents(clock, '000000000000', () => undefined),
    presence: createPresence(clock),
    registerJustInTime: () => false,
    observed: () => undefined,
  };
  const broker: Broker = await startBroker(options, async () => ({ Aedes }));
  await broker.listen();
  return { broker, published };
}

let running: Awaited<ReturnType<typeof startTestBroker>> | undefined;
afterEach(() => running?.broker.close());

/** Publishes a message as soon as the client is connected. Resolves with the result. */
const publishWhenConnected = (client: MqttClient) =>
  new Promise<'published' | 'ended'>((resolve) => {
    client.on('connect', () => client.publish('Sensor/temp/room1', 'x', { qos: 1 }, () => resolve('published')));
    client.on('close', () => resolve('ended')).on('error', () => undefined);
  });

test.each([
  ['one connection', 1],
  ['both connections with the same client ID', 2],
])('deactivating a certificate closes %s between authorization and CONNACK', async (_, number) => {
  const names: string[][] = [];
  let open = 0;
  running = await startTestBroker((broker, id) => {
    open += 1;
    if (open === number) names.push(broker.disconnect(id));
  });
  const { broker, published } = running;
  const options = { ...device, ca: authority.certificatePem, clientId: 'light-1', reconnectPeriod: 0 };
  const clients = Array.from({ length: number }, () => connect(`mqtts://127.0.0.1:${broker.port}`, options));
  expect(await Promise.all(clients.map(publishWhenConnected))).toEqual(clients.map(() => 'ended'));
  expect(names).toEqual([['light-1']]);
  expect(published).toEqual([]);
  await Promise.all(clients.map((client) => client.endAsync(true)));
});
