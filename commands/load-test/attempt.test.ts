import { createServer, type Server } from 'node:net';
import { connectAsync, ErrorWithSubackPacket } from 'mqtt';
import { ConnectRejectedError } from '../../devices/light';
import { ProvisioningRejectedError } from '../../devices/provision';
import { attempt } from './attempt';

const outcomeOf = async (answer: Promise<boolean>) => (await attempt('a try', () => answer, 0.1)).outcome;

test('what is taken got through, and what is not was refused', async () => {
  expect(await outcomeOf(Promise.resolve(true))).toBe('got through');
  expect(await outcomeOf(Promise.resolve(false))).toBe('refused');
});

test.each([
  ['CONNACK says that it is not authorized', new ConnectRejectedError('not authorized', 5)],
  ['provisioning answers that it is denied', new ProvisioningRejectedError(403, 'AccessDenied', 'Access Denied')],
  ['a token is no good', new ProvisioningRejectedError(400, 'InvalidCertificateOwnershipToken', 'used')],
  ['SUBACK says failure', new ErrorWithSubackPacket('Unspecified error', { cmd: 'suback', granted: [128] })],
])('where %s it was refused', async (_what, error) => {
  expect(await outcomeOf(Promise.reject(error))).toBe('refused');
});

test.each([
  ['the broker is not available', new ConnectRejectedError('server unavailable', 3)],
  ['provisioning is too much for AWS IoT', new ProvisioningRejectedError(429, 'TooManyRequests', 'slow down')],
  ['provisioning is broken', new ProvisioningRejectedError(500, 'InternalFailure', 'it broke')],
  ['something is unknown', new Error('socket hang up')],
])('where %s nobody knows, and the reason is told', async (_what, error) => {
  expect(await outcomeOf(Promise.reject(error))).toEqual({ fault: error.message });
});

test('what has no answer in time is a fault', async () => {
  expect(await outcomeOf(new Promise(() => undefined))).toEqual({ fault: 'no answer within 0.1 s' });
});

describe('where the broker is gone', () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    // accepts a CONNECT, and ends the connection at whatever comes after it
    server = createServer((socket) => {
      socket.once('data', () => {
        socket.write(Buffer.from([0x20, 2, 0, 0]));
        socket.once('data', () => socket.destroy());
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = address !== null && typeof address === 'object' ? address.port : 0;
  });
  afterAll(() => server.close());

  test('a subscription is a fault, not a refusal', async () => {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
    const subscribes = () => client.subscribeAsync('#', { qos: 1 }).then(() => true);
    expect(await attempt('a try', subscribes)).toEqual({ what: 'a try', outcome: { fault: 'Connection closed' } });
    await client.endAsync(true);
  });
});
