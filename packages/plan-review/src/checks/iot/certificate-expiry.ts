import * as z from 'zod';
import type { Check } from '../check';
import { is, templateAt } from '../resource';

const AuditConfiguration = z.object({
  AuditCheckConfigurations: z.object({ DeviceCertificateExpiringCheck: z.object({ Enabled: z.literal(true) }) }),
});

const audit = (checks: object) => ({
  aws_cloudcontrolapi_resource: {
    audit: {
      type_name: 'AWS::IoT::AccountAuditConfiguration',
      desired_state: JSON.stringify({ AccountId: '111122223333', AuditCheckConfigurations: checks }),
    },
  },
});

export const iotCertificateExpiry: Check = {
  id: 'iot-certificate-expiry',
  severity: 'major',
  about: ['aws_cloudcontrolapi_resource'],
  reason: 'certificates expire without a warning, and their devices can no longer connect',
  fix: 'DeviceCertificateExpiringCheck, enabled, in the audit configuration',
  source: 'IoT Lens IOTSEC05-BP01; AWS IoT Device Defender DEVICE_CERTIFICATE_EXPIRING_CHECK',
  finds(resource) {
    const text = templateAt(resource, 'desired_state');
    if (text === undefined || !is(resource, 'type_name', 'AWS::IoT::AccountAuditConfiguration')) return false;
    return !AuditConfiguration.safeParse(jsonIn(text)).success;
  },
  examples: {
    good: [audit({ DeviceCertificateExpiringCheck: { Enabled: true } })],
    bad: [audit({}), audit({ DeviceCertificateExpiringCheck: { Enabled: false } })],
  },
};

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
