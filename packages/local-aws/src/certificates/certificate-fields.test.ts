import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { fieldsOf } from './certificate-fields';

async function certificate(): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.create(
    {
      serialNumber: '0badcafe',
      subject: 'CN=lamp, O="Lamps, Ltd", OU=Hall, OU=Kitchen, C=JP, ST=Tokyo, 2.5.4.5=serial-7, 2.5.4.12=Lamp',
      issuer: 'CN=Root, C=JP',
      notBefore: new Date('2026-01-01'),
      notAfter: new Date('2027-01-01'),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: keys.privateKey,
      extensions: [
        new x509.SubjectAlternativeNameExtension([
          { type: 'dns', value: 'lamp.example' },
          { type: 'email', value: 'lamp@example.com' },
          { type: 'url', value: 'https://example.com/lamp' },
          { type: 'ip', value: '192.0.2.7' },
        ]),
      ],
    },
    webcrypto,
  );
  return made.toString('pem');
}

test("fieldsOf returns the fields of a certificate under AWS IoT's names", async () => {
  expect(fieldsOf(await certificate())).toEqual({
    serialNumber: '0badcafe',
    issuer: { CommonName: ['Root'], Country: ['JP'] },
    subject: {
      CommonName: ['lamp'],
      Organization: ['Lamps, Ltd'],
      OrganizationalUnit: ['Hall', 'Kitchen'],
      Country: ['JP'],
      State: ['Tokyo'],
      SerialNumber: ['serial-7'],
      Title: ['Lamp'],
      'AlternativeName.DNSName': ['lamp.example'],
      'AlternativeName.RFC822Name': ['lamp@example.com'],
      'AlternativeName.UniformResourceIdentifier': ['https://example.com/lamp'],
      'AlternativeName.IPAddress': ['192.0.2.7'],
    },
  });
});

test('fieldsOf rejects an invalid certificate', () => expect(() => fieldsOf('lamp')).toThrow());
