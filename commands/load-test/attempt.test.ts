import { createServer, type Server } from 'node:net';
import { connectAsync, ErrorWithSubackPacket } from 'mqtt';
import { ConnectRejectedError } from '../../devices/device-connection';
import { ProvisioningRejectedError } from '../../devices/provision';
import { attempt } from './attempt';

const outcomeOf = async (answer: Promise<boolean>) => (await attempt('an attack', () => answer, 0.1)).outcome;

test('reports accepted actions as "got through", and rejected actions as "refused"', async () => {
  expect(await outcomeOf(Promise.resolve(true))).toBe('got through');
  expect(await outcomeOf(Promise.resolve(false))).toBe('refused');
});

test.each([
  ['a CONNACK with "not authorized"', new ConnectRejectedError('not authorized', 5)],
  ['a denial of provisioning', new ProvisioningRejectedError(403, 'AccessDenied', 'Access Denied')],
  ['an invalid token', new ProvisioningRejectedError(400, 'InvalidCertificateOwnershipToken', 'used')],
  ['a SUBACK with "failure"', new ErrorWithSubackPacket('Unspecified error', { cmd: 'suback', granted: [128] })],
])('reports %s as refused', async (_what, error) => {
  expect(await outcomeOf(Promise.reject(error))).toBe('refused');
});

test.each([
  ['an unavailable broker', new ConnectRejectedError('server unavailable', 3)],
  ['throttled provisioning', new ProvisioningRejectedError(429, 'TooManyRequests', 'slow down')],
  ['failing provisioning', new ProvisioningRejectedError(500, 'InternalFailure', 'it broke')],
  ['an unknown error', new Error('socket hang up')],
])('reports %s as a fault with its reason', async (_what, error) => {
  expect(await outcomeOf(Promise.reject(error))).toEqual({ fault: error.message });
});

test('reports a missing response as a fault', async () => {
  expect(await outcomeOf(new Promise(() => undefined))).toEqual({ fault: 'no response within 0.1 s' });
});

describe('an attempt whose connection closes', () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    // this server accepts a CONNECT, and closes the connection when it receives any other packet
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

  test('reports the subscription as a fault, not as refused', async () => {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
    const subscribes = () => client.subscribeAsync('#', { qos: 1 }).then(() => true);
    expect(await attempt('an attack', subscribes)).toEqual({
      what: 'an attack',
      outcome: { fault: 'Connection closed' },
    });
    await client.endAsync(true);
  });
});
