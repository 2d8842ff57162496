import type { Check } from '../check';
import { but } from '../example';
import { soundCertificates } from './sound';

export const iotCertificateShared: Check = {
  id: 'iot-certificate-shared',
  severity: 'critical',
  about: ['aws_iot_thing_principal_attachment'],
  reason: 'several things share one certificate: they cannot be distinguished or revoked individually',
  fix: 'one certificate per thing',
  source: 'IoT Lens IOTSEC01-BP01; AWS IoT Device Defender DEVICE_CERTIFICATE_SHARED_CHECK',
  finds: (attachment, all) => all.sharing(attachment, 'principal').length > 0,
  examples: {
    good: [soundCertificates],
    bad: [
      but(soundCertificates, 'aws_iot_thing_principal_attachment.two', { principal: '${aws_iot_certificate.one.arn}' }),
    ],
  },
};
