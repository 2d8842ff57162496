import type { Check } from '../check';
import { textAt } from '../resource';

const domain = (security_policy: string) => ({
  aws_iot_domain_configuration: { own: { name: 'own', tls_config: { security_policy } } },
});

export const iotDomainTls: Check = {
  id: 'iot-domain-tls',
  severity: 'critical',
  about: ['aws_iot_domain_configuration'],
  reason: 'devices can connect with TLS 1.0 and 1.1, which are broken',
  fix: 'tls_config.security_policy = "IoTSecurityPolicy_TLS13_1_2_2022_10"',
  source: 'IoT Lens IOTSEC10-BP01; AWS IoT developer guide, "transport-security"',
  finds: (configuration) => /_1_0_/.test(textAt(configuration, 'tls_config.security_policy') ?? ''),
  examples: {
    good: [domain('IoTSecurityPolicy_TLS13_1_2_2022_10')],
    bad: [domain('IoTSecurityPolicy_TLS12_1_0_2016_01')],
  },
};
