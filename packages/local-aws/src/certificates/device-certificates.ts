import { createHash, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type Authority, type CreatedKeys, isCertificateFor, makeDeviceRequest } from './authority';
import { readIfThere, writePrivate } from './private-files';

/** Paths of a device's key, signing request and certificate in the platform's folder. */
export interface DeviceFiles {
  directory: string;
  key: string;
  csr: string;
  certificate: string;
}

export function deviceFiles(directory: string, thing: string): DeviceFiles {
  const own = join(directory, 'devices', thing);
  return { directory: own, key: join(own, 'key.pem'), csr: join(own, 'csr.pem'), certificate: join(own, 'cert.pem') };
}

/**
 * Returns the paths for a claim certificate, given the certificate's name in the stack. A claim certificate has no
 * thing, because many devices share it.
 */
export function claimFiles(directory: string, name: string): DeviceFiles {
  const own = join(directory, 'claims', name);
  return { directory: own, key: join(own, 'key.pem'), csr: join(own, 'csr.pem'), certificate: join(own, 'cert.pem') };
}

/** Returns a device's signing request. The private key is created at the first start and never leaves its file. */
export async function deviceRequest(files: DeviceFiles, thing: string): Promise<string> {
  const known = readIfThere(files.csr);
  if (known !== undefined && (readIfThere(files.key) ?? '').includes('PRIVATE KEY')) return known;
  const made = await makeDeviceRequest(thing);
  writePrivate(files.key, made.keyPem);
  writePrivate(files.csr, made.csrPem);
  return made.csrPem;
}

/** Returns the existing certificate if it still matches the signing request, and a new certificate otherwise. */
export async function deviceCertificate(
  authority: Authority,
  csrPem: string,
  known: string | undefined,
): Promise<string> {
  if (known !== undefined && (await isCertificateFor(known, csrPem, authority.certificatePem))) return known;
  return authority.signRequest(csrPem);
}

/**
 * Returns the keys and the certificate of a resource that declares no signing request. They are created at the first start,
 * or if the local certificate authority has changed.
 * @param folder folder in which they are stored
 */
export async function storedKeys(authority: Authority, folder: string): Promise<CreatedKeys> {
  const files = {
    certificatePem: join(folder, 'cert.pem'),
    publicKeyPem: join(folder, 'public.pem'),
    privateKeyPem: join(folder, 'key.pem'),
  };
  const certificatePem = readIfThere(files.certificatePem);
  const publicKeyPem = readIfThere(files.publicKeyPem);
  const privateKeyPem = readIfThere(files.privateKeyPem);
  const isComplete = certificatePem !== undefined && publicKeyPem !== undefined && privateKeyPem !== undefined;
  const { publicKey } = new X509Certificate(authority.certificatePem);
  if (isComplete && new X509Certificate(certificatePem).verify(publicKey))
    return { certificatePem, publicKeyPem, privateKeyPem };
  const created = await authority.createKeys();
  writePrivate(files.certificatePem, created.certificatePem);
  writePrivate(files.publicKeyPem, created.publicKeyPem);
  writePrivate(files.privateKeyPem, created.privateKeyPem);
  return created;
}

/** Returns AWS IoT's ID for a certificate, which is the SHA-256 hash of its DER encoding. */
export function certificateId(certificate: string | Buffer): string {
  return createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');
}
