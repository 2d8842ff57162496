import { X509Certificate } from 'node:crypto';
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
let platformAuthority: Authority;
let otherAuthority: Authority;
let listener: MqttListener;
let failed: (handshake: FailedHandshake) => void;
let isHttp: (is: boolean) => void;
/** Registered certificates of other authorities, as hexadecimal DER. */
const registered = new Set<string>();
/** Clock that moves only when a test advances it. */
const clock = createClock({ speed: 0 });

beforeAll(async () => {
  platformAuthority = await openAuthority(join(folder, 'ours'), Date.now());
  otherAuthority = await openAuthority(join(folder, 'others'), Date.now());
  listener = await listenForDevices({
    port: 0,
    authority: platformAuthority,
    connected: () => isHttp(false),
    connectedWithoutCertificate: () => isHttp(false),
    httpConnected: () => isHttp(true),
    isRegistered: (certificate) => registered.has(certificate.toString('hex')),
    registerJustInTime: () => false,
    domainAt: () => undefined,
    failed: (how) => failed(how),
    clock,
  });
});
afterAll(() => {
  listener?.close();
  rmSync(folder, { recursive: true });
});

/** Resolves with the failure that is reported for a connection. */
function failureOf(begin: () => { on(event: 'error', listener: () => void): unknown }): Promise<FailedHandshake> {
  return new Promise((resolve) => {
    failed = resolve;
    begin().on('error', () => undefined);
  });
}

const tls = (options: ConnectionOptions) =>
  failureOf(() =>
    connect({ host: '127.0.0.1', port: listener.port, ca: platformAuthority.certificatePem, ...options }),
  );

describe('a client that fails before MQTT', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'rejects a client with %s if another authority issued its certificate',
    async (version) => {
      const { certificatePem: cert, keyPem: key } = otherAuthority.server;
      expect(await tls({ cert, key, maxVersion: version })).toEqual({
        reason: expect.stringMatching(
          /^the client certificate was not issued by this platform's certificate authority \([A-Z_]+\)$/,
        ),
        unknownClient: true,
      });
    },
  );

  test('rejects a client whose certificate is a server certificate', async () => {
    const { certificatePem: cert, keyPem: key } = platformAuthority.server;
    expect(await tls({ cert, key })).toEqual({
      reason: 'the client certificate is not valid for client authentication (INVALID_PURPOSE)',
      unknownClient: true,
    });
  });

  test.each(['elsewhere.example', 'localhost.example', 'a.iot.eu-west-1.amazonaws.com.example'])(
    'rejects a client that requests the server name %s in TLS',
    async (servername) => {
      const { certificatePem: cert, keyPem: key } = platformAuthority.server;
      expect(await tls({ cert, key, servername, checkServerIdentity: () => undefined })).toEqual({
        reason: `invalid server name "${servername}" in TLS (SNI): connect to localhost`,
        unknownClient: false,
      });
    },
  );

  test.each([
    ['nothing', ''],
    ['half of a handshake', '\x16\x03\x01'],
  ])('closes a connection after the handshake timeout if the client sends %s', async (_, sent) => {
    const reasons: string[] = [];
    const options = {
      port: 0,
      authority: platformAuthority,
      connected: () => undefined,
      connectedWithoutCertificate: () => undefined,
      httpConnected: () => undefined,
      isRegistered: () => false,
      registerJustInTime: () => false,
      domainAt: () => undefined,
      clock,
    };
    const small = await listenForDevices({
      ...options,
      failed: (how) => void reasons.push(how.reason),
      handshakeMs: 100,
    });
    const socket = connectPlain(small.port, '127.0.0.1').on('error', () => undefined);
    socket.write(sent, 'latin1');
    await new Promise((resolve) => socket.resume().once('close', resolve));
    small.close();
    expect(reasons).toEqual(['the client did not complete the TLS handshake in time']);
  });

  test('rejects a client that exceeds the allowed number of connections', async () => {
    const reason = await new Promise<string>((resolve, reject) => {
      const options = {
        port: 0,
        authority: platformAuthority,
        connected: () => undefined,
        connectedWithoutCertificate: () => undefined,
        httpConnected: () => undefined,
        isRegistered: () => false,
        registerJustInTime: () => false,
        domainAt: () => undefined,
        clock,
      };
      listenForDevices({ ...options, failed: (how) => resolve(how.reason), maxConnections: 1 }).then((small) => {
        const open = [1, 2].map(() => connectPlain(small.port, '127.0.0.1').on('error', () => undefined));
        open[1]?.once('close', () => {
          open[0]?.destroy();
          small.close();
        });
      }, reject);
    });
    expect(reason).toBe('the maximum number of connections (1) has been reached');
  });

  const noCertificate = { reason: 'the client has no certificate', unknownClient: true };

  test.each([
    ['sends MQTT immediately', {}, '\x10'],
    ['selects MQTT by ALPN', { ALPNProtocols: ['x-amzn-mqtt-ca'] }, ''],
    ['disconnects', {}, undefined],
  ])('rejects a client that has no certificate and %s', async (_, options, sent) => {
    const without = failureOf(() => {
      const socket = connect({
        host: '127.0.0.1',
        port: listener.port,
        ca: platformAuthority.certificatePem,
        ...options,
      });
      return socket.on('secureConnect', () => (sent === undefined ? socket.end() : socket.write(sent)));
    });
    expect(await without).toEqual(noCertificate);
  });

  test('rejects a client that has no certificate and sends nothing for ten seconds', async () => {
    const without = failureOf(() => {
      const socket = connect({ host: '127.0.0.1', port: listener.port, ca: platformAuthority.certificatePem });
      // The clock must not advance earlier, because the listener starts its timer only after its part of the handshake.
      socket.on('session', () => void clock.advance(10_000));
      return socket;
    });
    expect(await without).toEqual(noCertificate);
  });

  test('reports a client that does not trust the server certificate, with advice', async () => {
    const { certificatePem: cert, keyPem: key } = platformAuthority.server;
    expect(await tls({ cert, key, ca: otherAuthority.certificatePem, maxVersion: 'TLSv1.3' })).toEqual({
      reason: expect.stringContaining('check that the client trusts'),
      unknownClient: false,
    });
  });

  test('reports a failure if a client sends plain HTTP', async () => {
    const http = () => {
      const socket = connectPlain(listener.port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\n\r\n');
      return socket;
    };
    expect(await failureOf(http)).toEqual({ reason: expect.stringContaining('plain HTTP'), unknownClient: false });
  });
});

describe('a client that completes the TLS handshake', () => {
  const isServedHttp = (options: ConnectionOptions, sent: string) =>
    new Promise<boolean>((resolve, reject) => {
      [isHttp, failed] = [resolve, ({ reason }) => reject(new Error(reason))];
      const socket = connect({
        host: '127.0.0.1',
        port: listener.port,
        ca: platformAuthority.certificatePem,
        ...options,
      });
      socket.on('secureConnect', () => socket.write(sent)).on('error', () => undefined);
    });
  let known: ConnectionOptions;
  beforeAll(async () => {
    const { csrPem, keyPem } = await makeDeviceRequest('light-1');
    known = { cert: await platformAuthority.signRequest(csrPem), key: keyPem };
  });
  const foreign = () => ({ cert: otherAuthority.server.certificatePem, key: otherAuthority.server.keyPem });
  const get = 'GET /mqtt HTTP/1.1\r\n';

  test('serves MQTT to a client with a registered certificate of another authority', async () => {
    const { csrPem, keyPem } = await makeDeviceRequest('light-1');
    const cert = await otherAuthority.signRequest(csrPem);
    const raw = new X509Certificate(cert).raw.toString('hex');
    registered.add(raw);
    expect(await isServedHttp({ cert, key: keyPem }, '\x10')).toBe(false);
    registered.delete(raw);
    await expect(isServedHttp({ cert, key: keyPem }, '\x10')).rejects.toThrow('not issued by');
  });

  test('serves MQTT to a client with a certificate, unless the client selects HTTP by ALPN or sends GET', async () => {
    expect(await isServedHttp(known, '\x10')).toBe(false);
    expect(await isServedHttp({ ...known, ALPNProtocols: ['mqtt'] }, '\x10')).toBe(false);
    expect(await isServedHttp(known, get)).toBe(true);
    expect(await isServedHttp({ ...known, ALPNProtocols: ['http/1.1'] }, get)).toBe(true);
    expect(await isServedHttp({ ...known, ALPNProtocols: ['x-amzn-http-ca'] }, get)).toBe(true);
  });

  test.each(['localhost', 'bucket.localhost', 'a1b2c3-ats.iot.eu-west-1.amazonaws.com'])(
    'accepts a client that requests the server name %s in TLS',
    async (servername) => {
      expect(await isServedHttp({ ...known, servername, checkServerIdentity: () => undefined }, '\x10')).toBe(false);
    },
  );

  test('serves HTTP to a client without a certificate, with or without ALPN', async () => {
    expect(await isServedHttp({ ALPNProtocols: ['http/1.1'] }, get)).toBe(true);
    expect(await isServedHttp({}, get)).toBe(true);
  });

  test('rejects an HTTP client whose certificate was issued by another authority', async () => {
    for (const ALPNProtocols of [['http/1.1'], ['x-amzn-http-ca'], []])
      await expect(isServedHttp({ ...foreign(), ALPNProtocols }, get)).rejects.toThrow(
        "not issued by this platform's certificate authority",
      );
  });
});

test.each([
  ['localhost', 'localhost'],
  // libmosquitto 2.0 also sends IP addresses, which TLS does not allow.
  ['127.0.0.1', undefined],
  ['::1', undefined],
  ['', undefined],
  [false, undefined],
] as const)('serverNameOf returns %s for the server name %j', (servername, name) => {
  expect(serverNameOf({ servername })).toBe(name);
});
