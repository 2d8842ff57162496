import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { type Authority, makeDeviceRequest, openAuthority } from '../../certificates/authority';
import { createClock } from '../../clock';
import type { FailedHandshake } from './handshake';
import { listenForDevices, type MqttListener } from './mqtt-listener';
import { serverNameOf } from './peer';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-listener-'));
let ours: Authority;
let others: Authority;
let listener: MqttListener;
let failed: (handshake: FailedHandshake) => void;
let isHttp: (is: boolean) => void;
/** Moves by hand. */
const clock = createClock({ speed: 0 });

beforeAll(async () => {
  ours = await openAuthority(join(folder, 'ours'), Date.now());
  others = await openAuthority(join(folder, 'others'), Date.now());
  listener = await listenForDevices({
    port: 0,
    authority: ours,
    connected: () => isHttp(false),
    asked: () => isHttp(true),
    failed: (how) => failed(how),
    clock,
  });
});
afterAll(() => {
  listener?.close();
  rmSync(folder, { recursive: true });
});

/** What is told of somebody who connects so, and does not get in. */
function told(begin: () => { on(event: 'error', listener: () => void): unknown }): Promise<FailedHandshake> {
  return new Promise((resolve) => {
    failed = resolve;
    begin().on('error', () => undefined);
  });
}

const tls = (options: ConnectionOptions) =>
  told(() => connect({ host: '127.0.0.1', port: listener.port, ca: ours.certificatePem, ...options }));

describe('whoever does not get as far as MQTT', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'is told by its certificate of another authority, with %s',
    async (version) => {
      const { certificatePem: cert, keyPem: key } = others.server;
      expect(await tls({ cert, key, maxVersion: version })).toEqual({
        reason: expect.stringMatching(/^its certificate is not from this platform's authority \([A-Z_]+\)$/),
        unknownClient: true,
      });
    },
  );

  test('is told by its certificate, where that is one of a server', async () => {
    const { certificatePem: cert, keyPem: key } = ours.server;
    expect(await tls({ cert, key })).toEqual({
      reason: 'its certificate is not one for clients (INVALID_PURPOSE)',
      unknownClient: true,
    });
  });

  test.each(['elsewhere.example', 'localhost.example', 'a.iot.eu-west-1.amazonaws.com.example'])(
    'is rejected for the server name %s in TLS',
    async (servername) => {
      const { certificatePem: cert, keyPem: key } = ours.server;
      expect(await tls({ cert, key, servername, checkServerIdentity: () => undefined })).toEqual({
        reason: `invalid server name "${servername}" in TLS (SNI): connect to localhost`,
        unknownClient: false,
      });
    },
  );

  test.each([
    ['nothing', ''],
    ['half of a handshake', '\x16\x03\x01'],
  ])('is closed after its time if it sends %s', async (_, sent) => {
    const reasons: string[] = [];
    const one = { port: 0, authority: ours, connected: () => undefined, asked: () => undefined, clock };
    const small = await listenForDevices({ ...one, failed: (how) => void reasons.push(how.reason), handshakeMs: 100 });
    const socket = connectPlain(small.port, '127.0.0.1').on('error', () => undefined);
    socket.write(sent, 'latin1');
    await new Promise((resolve) => socket.resume().once('close', resolve));
    small.close();
    expect(reasons).toEqual(['it did not complete the TLS handshake in time']);
  });

  test('is rejected beyond the allowed number of connections', async () => {
    const reason = await new Promise<string>((resolve, reject) => {
      const one = { port: 0, authority: ours, connected: () => undefined, asked: () => undefined, clock };
      listenForDevices({ ...one, failed: (how) => resolve(how.reason), connectionsAtMost: 1 }).then((small) => {
        const open = [1, 2].map(() => connectPlain(small.port, '127.0.0.1').on('error', () => undefined));
        open[1]?.once('close', () => {
          open[0]?.destroy();
          small.close();
        });
      }, reject);
    });
    expect(reason).toBe('1 connections are open already');
  });

  const noCertificate = { reason: 'it has no certificate', unknownClient: true };

  test.each([
    ['speaks MQTT at once', {}, '\x10'],
    ['names MQTT by ALPN', { ALPNProtocols: ['x-amzn-mqtt-ca'] }, ''],
    ['leaves', {}, undefined],
  ])('is told by having no certificate, where it %s', async (_, options, says) => {
    const without = told(() => {
      const socket = connect({ host: '127.0.0.1', port: listener.port, ca: ours.certificatePem, ...options });
      return socket.on('secureConnect', () => (says === undefined ? socket.end() : socket.write(says)));
    });
    expect(await without).toEqual(noCertificate);
  });

  test('is told by having no certificate, where it says nothing for ten seconds', async () => {
    const without = told(() => {
      const socket = connect({ host: '127.0.0.1', port: listener.port, ca: ours.certificatePem });
      // the listener sets its timer once its own side of the handshake is done
      socket.on('session', () => void clock.advance(10_000));
      return socket;
    });
    expect(await without).toEqual(noCertificate);
  });

  test('may be one that does not trust us, which says nothing of it', async () => {
    const { certificatePem: cert, keyPem: key } = ours.server;
    expect(await tls({ cert, key, ca: others.certificatePem, maxVersion: 'TLSv1.3' })).toEqual({
      reason: expect.stringContaining('does it trust'),
      unknownClient: false,
    });
  });

  test('may speak another protocol', async () => {
    const http = () => {
      const socket = connectPlain(listener.port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\n\r\n');
      return socket;
    };
    expect(await told(http)).toEqual({ reason: expect.stringContaining('it speaks HTTP'), unknownClient: false });
  });
});

describe('whoever gets as far as a protocol', () => {
  const spoken = (options: ConnectionOptions, says: string) =>
    new Promise<boolean>((resolve, reject) => {
      [isHttp, failed] = [resolve, ({ reason }) => reject(new Error(reason))];
      const socket = connect({ host: '127.0.0.1', port: listener.port, ca: ours.certificatePem, ...options });
      socket.on('secureConnect', () => socket.write(says)).on('error', () => undefined);
    });
  let known: ConnectionOptions;
  beforeAll(async () => {
    const { csrPem, keyPem } = await makeDeviceRequest('light-1');
    known = { cert: await ours.signRequest(csrPem), key: keyPem };
  });
  const foreign = () => ({ cert: others.server.certificatePem, key: others.server.keyPem });
  const get = 'GET /mqtt HTTP/1.1\r\n';

  test('speaks MQTT with a certificate, unless it names HTTP by ALPN', async () => {
    expect(await spoken(known, '\x10')).toBe(false);
    expect(await spoken({ ...known, ALPNProtocols: ['mqtt'] }, '\x10')).toBe(false);
    expect(await spoken({ ...known, ALPNProtocols: ['http/1.1'] }, get)).toBe(true);
    expect(await spoken({ ...known, ALPNProtocols: ['x-amzn-http-ca'] }, get)).toBe(true);
  });

  test.each(['localhost', 'bucket.localhost', 'a1b2c3-ats.iot.eu-west-1.amazonaws.com'])(
    'may name the server %s in TLS',
    async (servername) => {
      expect(await spoken({ ...known, servername, checkServerIdentity: () => undefined }, '\x10')).toBe(false);
    },
  );

  test('speaks HTTP without a certificate, named by ALPN or not', async () => {
    expect(await spoken({ ALPNProtocols: ['http/1.1'] }, get)).toBe(true);
    expect(await spoken({}, get)).toBe(true);
  });

  test('is no better off for HTTP with a certificate of another authority', async () => {
    for (const ALPNProtocols of [['http/1.1'], ['x-amzn-http-ca'], []])
      await expect(spoken({ ...foreign(), ALPNProtocols }, get)).rejects.toThrow("not from this platform's authority");
  });
});

test.each([
  ['localhost', 'localhost'],
  // libmosquitto 2.0 sends an address as well, which TLS does not allow
  ['127.0.0.1', undefined],
  ['::1', undefined],
  ['', undefined],
  [false, undefined],
] as const)('a client that sends the server name %j asks for %s', (servername, name) => {
  expect(serverNameOf({ servername })).toBe(name);
});
