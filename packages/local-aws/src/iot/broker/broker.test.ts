import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePolicy } from '@himeshima/aws-policy';
import { Aedes } from 'aedes';
import { connect, type MqttClient } from 'mqtt';
import { type Authority, makeDeviceRequest, openAuthority } from '../../certificates/authority';
import { certificateId } from '../../certificates/device-certificates';
import { stopped } from '../../stopped.fixture';
import { createPresence } from '../presence';
import { createRegistry } from '../registry/registry';
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

const all = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
});

/** A broker, and a device that may do everything. @param letIn hears of each connection in the moment in which a policy lets it in */
async function listening(letIn: (broker: Broker, id: string) => void) {
  const { clock, bus, store, metrics, iotLogs, authorizer } = stopped();
  const registry = createRegistry(store);
  const id = certificateId(device.cert);
  registry.addCertificate({
    id,
    arn: `arn:aws:iot:eu-west-1:000000000000:cert/${id}`,
    pem: device.cert,
    status: 'ACTIVE',
  });
  authorizer.attachIotPolicy(id, { name: 'all', document: parsePolicy(all) });
  const published: string[] = [];
  const options: BrokerOptions = {
    port: 0,
    authority,
    place: { region: 'eu-west-1' },
    registry,
    authorizer: {
      ...authorizer,
      authorize(request) {
        // whoever deactivates a certificate does so when nothing else runs: between this, and what follows from it
        if (request.action === 'iot:Connect') queueMicrotask(() => letIn(broker, id));
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
    asked: (socket) => socket.destroy(),
    signers: { credentialsOf: () => undefined, clocks: () => [] },
    published: ({ topic }) => void published.push(topic),
    retained: createRetainedMessages(store, clock),
    lifecycle: createLifecycleEvents(clock, '000000000000', () => undefined),
    presence: createPresence(clock),
    observed: () => undefined,
  };
  const broker: Broker = await startBroker(options, async () => ({ Aedes }));
  await broker.listen();
  return { broker, published };
}

let the: Awaited<ReturnType<typeof listening>> | undefined;
afterEach(() => the?.broker.close());

/** What a client comes to that publishes as soon as it is let in. */
const publishing = (client: MqttClient) =>
  new Promise<'published' | 'ended'>((resolve) => {
    client.on('connect', () => client.publish('Sensor/temp/room1', 'x', { qos: 1 }, () => resolve('published')));
    client.on('close', () => resolve('ended')).on('error', () => undefined);
  });

test.each([
  ['a connection', 1],
  ['both of two connections of one name', 2],
])('a certificate that is deactivated ends %s that it was let in by, and that is not there yet', async (_, number) => {
  const names: string[][] = [];
  let open = 0;
  the = await listening((broker, id) => {
    open += 1;
    if (open === number) names.push(broker.disconnect(id));
  });
  const { broker, published } = the;
  const options = { ...device, ca: authority.certificatePem, clientId: 'light-1', reconnectPeriod: 0 };
  const clients = Array.from({ length: number }, () => connect(`mqtts://127.0.0.1:${broker.port}`, options));
  expect(await Promise.all(clients.map(publishing))).toEqual(clients.map(() => 'ended'));
  expect(names).toEqual([['light-1']]);
  expect(published).toEqual([]);
  await Promise.all(clients.map((client) => client.endAsync(true)));
});
