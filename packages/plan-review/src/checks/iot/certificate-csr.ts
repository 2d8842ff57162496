import type { Check } from '../check';
import { but } from '../example';
import { lacks, textAt } from '../resource';
import { soundCertificates } from './sound';

export const iotCertificateCsr: Check = {
  id: 'iot-certificate-csr',
  severity: 'critical',
  about: ['aws_iot_certificate'],
  reason: 'AWS generates the private key, and the state holds it in clear text',
  fix: 'csr: a signing request for a key that never leaves its device',
  source: 'IoT Lens IOTSEC05-BP01',
  finds: (certificate) =>
    (lacks(certificate, 'csr') && lacks(certificate, 'certificate_pem')) || Boolean(textAt(certificate, 'private_key')),
  examples: {
    good: [
      soundCertificates,
      but(soundCertificates, 'aws_iot_certificate.one', { csr: undefined, certificate_pem: '${var.pem}' }),
    ],
    bad: [but(soundCertificates, 'aws_iot_certificate.one', { csr: undefined })],
  },
};
