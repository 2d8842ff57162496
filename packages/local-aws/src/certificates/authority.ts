import 'reflect-metadata';
import { createPublicKey, generateKeyPair, randomBytes, webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as x509 from '@peculiar/x509';
import { ownerOnly, readIfThere, writePrivate } from './private-files';

/** Error for a signing request that is well-formed but not acceptable. */
class SigningRequestError extends Error {}

/** Returns the error message for an invalid signing request, with the reason if the request is well-formed. */
export const invalidSigningRequest = (error: unknown): string =>
  `The certificate signing request is not valid${error instanceof SigningRequestError ? `: ${error.message}` : '.'}`;

/** Certificate with its private key, both in PEM. */
interface CertificateWithKey {
  certificatePem: string;
  keyPem: string;
}

/** Local certificate authority that replaces Amazon's. */
export interface Authority {
  certificatePem: string;
  /** The broker's certificate and key, valid for localhost and 127.0.0.1. */
  server: CertificateWithKey;
  /** Issues a server certificate for a domain name. */
  issueServer(domainName: string): Promise<CertificateWithKey>;
  /**
   * Issues a device certificate for a signing request.
   * @throws Error if the request is invalid, is not signed with its own key, or contains an unsupported key
   */
  signRequest(csrPem: string): Promise<string>;
  /** Creates an RSA key of 2,048 bits, as AWS IoT does, and issues a device certificate for it. */
  createKeys(): Promise<CreatedKeys>;
}

export interface CreatedKeys {
  certificatePem: string;
  publicKeyPem: string;
  privateKeyPem: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

x509.cryptoProvider.set(webcrypto);

const years = (count: number, from: number) => new Date(from + count * 365 * 86_400_000);

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [raw] = x509.PemConverter.decode(pem);
  if (raw === undefined) throw new Error('the file contains no private key');
  return webcrypto.subtle.importKey('pkcs8', raw, algorithm, true, ['sign']);
}

const generateRsaKeys = promisify(generateKeyPair);

const serial = () => `00${randomBytes(15).toString('hex')}`;

async function makeRoot(now: number): Promise<{ certificatePem: string; keyPem: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=local-aws CA',
    notBefore: years(-1, now),
    notAfter: years(20, now),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: certificate.toString('pem'), keyPem: await keyPem(keys.privateKey) };
}

async function loadOrMake(
  directory: string,
  name: string,
  make: () => Promise<CertificateWithKey>,
  fits: (known: CertificateWithKey) => Promise<boolean> = async () => true,
): Promise<CertificateWithKey> {
  const [certificateFile, keyFile] = [join(directory, `${name}.pem`), join(directory, `${name}-key.pem`)];
  const [certificatePem, key] = [readIfThere(certificateFile), readIfThere(keyFile)];
  if (certificatePem !== undefined && key !== undefined) {
    ownerOnly(keyFile);
    const known = { certificatePem, keyPem: key };
    if (await fits(known)) return known;
  }
  const made = await make();
  writePrivate(keyFile, made.keyPem);
  writePrivate(certificateFile, made.certificatePem);
  return made;
}

/**
 * Loads the certificate authority and the broker's certificate from a folder, or creates them at the first start.
 * @param now real time in ms since the epoch, because TLS does not use the platform's clock
 */
export async function openAuthority(directory: string, now: number): Promise<Authority> {
  const root = await loadOrMake(directory, 'ca', () => makeRoot(now));
  const rootCertificate = new x509.X509Certificate(root.certificatePem);
  const rootKey = await importKey(root.keyPem);

  const issue = async (subject: string, publicKey: webcrypto.CryptoKey, extensions: x509.Extension[]) =>
    x509.X509CertificateGenerator.create({
      serialNumber: serial(),
      subject,
      issuer: rootCertificate.subject,
      notBefore: years(-1, now),
      notAfter: years(10, now),
      signingAlgorithm: algorithm,
      publicKey,
      signingKey: rootKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        await x509.AuthorityKeyIdentifierExtension.create(rootCertificate),
        await x509.SubjectKeyIdentifierExtension.create(publicKey),
        ...extensions,
      ],
    });

  const makeServer = async (domainName: string, ...alternatives: x509.JsonGeneralName[]) => {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await issue(`CN=${domainName}`, keys.publicKey, [
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: domainName }, ...alternatives]),
    ]);
    return { certificatePem: certificate.toString('pem'), keyPem: await keyPem(keys.privateKey) };
  };
  // if the authority was recreated, the existing certificate is invalid and a new certificate is issued
  const server = await loadOrMake(
    directory,
    'server',
    () => makeServer('localhost', { type: 'ip', value: '127.0.0.1' }),
    ({ certificatePem }) =>
      new x509.X509Certificate(certificatePem).verify({ publicKey: rootCertificate.publicKey, date: new Date(now) }),
  );

  /**
   * Issues a device certificate. As in AWS IoT, all device certificates have the same subject, regardless of the subject in
   * the signing request.
   */
  const issueToDevice = async (publicKey: x509.PublicKey): Promise<string> => {
    const usage = new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]);
    const certificate = await issue('CN=AWS IoT Certificate', await publicKey.export(), [usage]);
    return certificate.toString('pem');
  };

  return {
    certificatePem: root.certificatePem,
    server,
    issueServer: (domainName) => makeServer(domainName),
    async signRequest(csrPem) {
      const request = new x509.Pkcs10CertificateRequest(csrPem);
      requireStrongKey(request.publicKey);
      if (!(await request.verify())) throw new SigningRequestError('the request is not signed with its own key');
      return issueToDevice(request.publicKey);
    },
    async createKeys() {
      const { publicKey, privateKey } = await generateRsaKeys('rsa', {
        modulusLength: minRsaBits,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      });
      const certificatePem = await issueToDevice(new x509.PublicKey(publicKey));
      return { certificatePem, publicKeyPem: publicKey, privateKeyPem: privateKey };
    },
  };
}

const curves: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const minRsaBits = 2_048;

/**
 * Checks the type and length of a key. Source: AWS IoT API reference, "CreateCertificateFromCsr".
 * @throws SigningRequestError with the type and length of an unsupported key
 */
function requireStrongKey({ rawData }: x509.PublicKey): void {
  const key = createPublicKey({ key: Buffer.from(rawData), format: 'der', type: 'spki' });
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  const isStrong = key.asymmetricKeyType === 'rsa' ? modulusLength >= minRsaBits : curves.has(namedCurve);
  if (isStrong) return;
  const found =
    key.asymmetricKeyType === 'rsa' ? `RSA with ${modulusLength} bits` : namedCurve || key.asymmetricKeyType;
  throw new SigningRequestError(
    `the key is ${found}; expected RSA with at least ${minRsaBits} bits, or NIST P-256, P-384 or P-521`,
  );
}

/** Creates a P-256 key and its signing request, as a device does. */
export async function makeDeviceRequest(thing: string): Promise<{ csrPem: string; keyPem: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: `CN=${thing}`,
    keys,
    signingAlgorithm: algorithm,
  });
  return { csrPem: request.toString('pem'), keyPem: await keyPem(keys.privateKey) };
}

/** Returns whether an authority has signed a certificate for the key of a signing request. */
export async function isCertificateFor(certificatePem: string, csrPem: string, authorityPem: string): Promise<boolean> {
  const certificate = new x509.X509Certificate(certificatePem);
  const request = new x509.Pkcs10CertificateRequest(csrPem);
  const sameKey = Buffer.from(certificate.publicKey.rawData).equals(Buffer.from(request.publicKey.rawData));
  return sameKey && (await certificate.verify({ publicKey: new x509.X509Certificate(authorityPem).publicKey }));
}
