import 'reflect-metadata';
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { invalidSigningRequest, makeDeviceRequest, openAuthority } from './authority';
import { certificateId, deviceCertificate, deviceFiles, deviceRequest } from './device-certificates';
import { readIfThere, writePrivate } from './private-files';

const now = Date.parse('2026-01-01T00:00:00Z');
const made: string[] = [];
const folder = () => {
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-'));
  made.push(directory);
  return directory;
};
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true });
});

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

describe('writePrivate and readIfThere', () => {
  test('writePrivate creates a file and a folder that only the owner can read', () => {
    const file = join(folder(), 'devices', 'key.pem');
    writePrivate(file, 'a');
    expect([modeOf(file), modeOf(join(file, '..'))]).toEqual(['600', '700']);
    expect(readIfThere(file)).toBe('a');
  });

  test('writePrivate restricts the permissions of an existing file', () => {
    const file = join(folder(), 'key.pem');
    writeFileSync(file, 'a', { mode: 0o644 });
    writePrivate(file, 'b');
    expect(modeOf(file)).toBe('600');
  });

  test('readIfThere returns undefined for a missing file, and throws for an unreadable file', () => {
    expect(readIfThere(join(folder(), 'none'))).toBeUndefined();
    expect(() => readIfThere(folder())).toThrow('EISDIR');
  });
});

describe('openAuthority', () => {
  test("stores the authority's keys in files that only the owner can read", async () => {
    const directory = folder();
    await openAuthority(directory, now);
    const files = ['ca.pem', 'ca-key.pem', 'server.pem', 'server-key.pem'];
    expect(files.map((file) => modeOf(join(directory, file)))).toEqual(['600', '600', '600', '600']);
  });

  test('restores the same authority at the next start', async () => {
    const directory = folder();
    const [first, second] = [await openAuthority(directory, now), await openAuthority(directory, now)];
    expect(second.certificatePem).toBe(first.certificatePem);
    expect(second.server).toEqual(first.server);
  });

  test('issues a broker certificate for localhost, with the matching key', async () => {
    const { certificatePem, server } = await openAuthority(folder(), now);
    const [ca, broker] = [new X509Certificate(certificatePem), new X509Certificate(server.certificatePem)];
    expect(ca.ca).toBe(true);
    expect(broker.ca).toBe(false);
    expect(broker.verify(ca.publicKey)).toBe(true);
    expect(broker.checkHost('localhost')).toBe('localhost');
    expect(broker.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(server.keyPem).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  test('issues a new broker certificate if the authority was recreated', async () => {
    const directory = folder();
    const before = await openAuthority(directory, now);
    rmSync(join(directory, 'ca-key.pem'));
    const after = await openAuthority(directory, now);
    expect(after.certificatePem).not.toBe(before.certificatePem);
    const ca = new X509Certificate(after.certificatePem);
    expect(new X509Certificate(after.server.certificatePem).verify(ca.publicKey)).toBe(true);
  });
});

describe('a device certificate', () => {
  test('the certificate contains the key from its request, and the subject that AWS IoT uses', async () => {
    const authority = await openAuthority(folder(), now);
    const { csrPem, keyPem } = await makeDeviceRequest('light-1');
    const certificate = new X509Certificate(await authority.signRequest(csrPem));
    expect(certificate.verify(new X509Certificate(authority.certificatePem).publicKey)).toBe(true);
    expect(certificate.subject).toBe('CN=AWS IoT Certificate');
    expect(certificate.checkPrivateKey(createPrivateKey(keyPem))).toBe(true);
  });

  test('rejects a request that is signed with another key', async () => {
    const authority = await openAuthority(folder(), now);
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const [own, other] = await Promise.all(
      [1, 2].map(() => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])),
    );
    if (own === undefined || other === undefined) throw new Error('no keys');
    const forged = await x509.Pkcs10CertificateRequestGenerator.create({
      name: 'CN=light-1',
      keys: { publicKey: own.publicKey, privateKey: other.privateKey },
      signingAlgorithm: algorithm,
    });
    await expect(authority.signRequest(forged.toString('pem'))).rejects.toThrow('is not signed with its own key');
  });

  const rsa = (modulusLength: number) => ({
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength,
    publicExponent: new Uint8Array([1, 0, 1]),
  });
  const requestBy = async (algorithm: ReturnType<typeof rsa>) =>
    x509.Pkcs10CertificateRequestGenerator.create({
      name: 'CN=light-1',
      keys: await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']),
      signingAlgorithm: algorithm,
    });

  test('accepts an RSA key of 2,048 bits, and rejects a shorter RSA key', async () => {
    const authority = await openAuthority(folder(), now);
    const certificate = new X509Certificate(await authority.signRequest((await requestBy(rsa(2_048))).toString('pem')));
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2_048);
    const error: unknown = await authority
      .signRequest((await requestBy(rsa(1_024))).toString('pem'))
      .catch((thrown) => thrown);
    expect(invalidSigningRequest(error)).toBe(
      'The certificate signing request is not valid: the key is RSA with 1024 bits; expected RSA with at least 2048 bits, or NIST P-256, P-384 or P-521',
    );
  });

  test('rejects an invalid signing request', async () => {
    const authority = await openAuthority(folder(), now);
    await expect(authority.signRequest('light-1')).rejects.toThrow();
  });

  test('creates the key and the signing request only once, in files that only the owner can read', async () => {
    const files = deviceFiles(folder(), 'light-1');
    const csr = await deviceRequest(files, 'light-1');
    const key = readFileSync(files.key, 'utf8');
    expect(await deviceRequest(files, 'light-1')).toBe(csr);
    expect(readFileSync(files.key, 'utf8')).toBe(key);
    expect([modeOf(files.key), modeOf(files.csr)]).toEqual(['600', '600']);
  });

  test('creates a new signing request if the key is lost', async () => {
    const files = deviceFiles(folder(), 'light-1');
    const csr = await deviceRequest(files, 'light-1');
    rmSync(files.key);
    expect(await deviceRequest(files, 'light-1')).not.toBe(csr);
    expect(existsSync(files.key)).toBe(true);
  });

  test('the next start reuses a certificate that still matches its request, with the same ID', async () => {
    const authority = await openAuthority(folder(), now);
    const { csrPem } = await makeDeviceRequest('light-1');
    const first = await deviceCertificate(authority, csrPem, undefined);
    const again = await deviceCertificate(authority, csrPem, first);
    expect(again).toBe(first);
    expect(certificateId(again)).toMatch(/^[0-9a-f]{64}$/);
    const fingerprint = new X509Certificate(first).fingerprint256.replaceAll(':', '').toLowerCase();
    expect(certificateId(first)).toBe(fingerprint);
  });

  test('the next start issues a new certificate if the key or the authority has changed', async () => {
    const [authority, other] = [await openAuthority(folder(), now), await openAuthority(folder(), now)];
    const [{ csrPem }, replaced] = [await makeDeviceRequest('light-1'), await makeDeviceRequest('light-1')];
    const first = await deviceCertificate(authority, csrPem, undefined);
    expect(await deviceCertificate(authority, replaced.csrPem, first)).not.toBe(first);
    expect(await deviceCertificate(other, csrPem, first)).not.toBe(first);
  });
});
