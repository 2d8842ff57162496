import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { type Authority, openAuthority } from '../certificates/authority';
import type { FailedHandshake } from './handshake';
import { listenForDevices, type MqttListener } from './mqtt-listener';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-listener-'));
let ours: Authority;
let others: Authority;
let listener: MqttListener;
let failed: (handshake: FailedHandshake) => void;

beforeAll(async () => {
  ours = await openAuthority(join(folder, 'ours'), Date.now());
  others = await openAuthority(join(folder, 'others'), Date.now());
  const connected = () => undefined;
  listener = await listenForDevices({
    port: 0,
    authority: ours,
    connected,
    asked: connected,
    failed: (how) => failed(how),
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

  test('is told by having no certificate', async () => {
    expect(await tls({})).toEqual({ reason: 'it has no certificate', unknownClient: true });
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
