import { X509Certificate } from 'node:crypto';
import type { IotLogs } from '../iot-logs';
import type { Presence } from '../presence';
import type { Certificate, Registry } from '../registry/registry';
import { isOverlyPermissive } from './overly-permissive';

/** What a check looks at. */
export interface AuditedParts {
  registry: Registry;
  iotLogs: Pick<IotLogs, 'isOn'>;
  presence: Pick<Presence, 'replacedSince' | 'sharedSince'>;
  account: string;
  /** `arn:aws:iot:REGION:ACCOUNT` */
  arnPrefix: string;
}

/** Between which moments a check looks, in milliseconds since the epoch. */
export interface AuditedSpan {
  since: number;
  until: number;
}

/** A resource that is not as it should be. API reference, "AuditFinding". */
export interface NonCompliant {
  resourceType: 'DEVICE_CERTIFICATE' | 'IOT_POLICY' | 'CLIENT_ID' | 'ACCOUNT_SETTINGS';
  resourceIdentifier: object;
  reasonForNonComplianceCode: string;
}

export interface Check {
  severity: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW';
  /** What the role of the audit has to be allowed for it. */
  calls: readonly string[];
  /** @throws Error with the reason, where it cannot be made */
  look(parts: AuditedParts, span: AuditedSpan): { total: number; found: readonly NonCompliant[] };
}

const ofCertificates = ['iot:ListCertificates', 'iot:DescribeCertificate'];

const dayMilliseconds = 86_400_000;
/** "A device certificate is expiring within 30 days or has expired." */
const expiringMilliseconds = 30 * dayMilliseconds;

const ofCertificate = ({ id }: Pick<Certificate, 'id'>, reasonForNonComplianceCode: string): NonCompliant => ({
  resourceType: 'DEVICE_CERTIFICATE',
  resourceIdentifier: { deviceCertificateId: id },
  reasonForNonComplianceCode,
});

/** Looks at each certificate that is active. @param fault says why one is not as it should be */
function overCertificates(
  { registry }: Pick<AuditedParts, 'registry'>,
  fault: (certificate: Certificate) => string | undefined,
) {
  const active = registry.certificates().filter(({ status }) => status === 'ACTIVE');
  const found = active.flatMap((certificate) => {
    const code = fault(certificate);
    return code === undefined ? [] : [ofCertificate(certificate, code)];
  });
  return { total: active.length, found };
}

/**
 * Those that can be made here. Source: AWS IoT Device Defender developer guide, "audit-chk-…", each under its name.
 */
export const checks: Readonly<Record<string, Check>> = {
  LOGGING_DISABLED_CHECK: {
    severity: 'LOW',
    calls: ['iot:GetLoggingOptions', 'iot:GetV2LoggingOptions'],
    look: ({ iotLogs, account }) => ({
      total: 1,
      found: iotLogs.isOn()
        ? []
        : [
            {
              resourceType: 'ACCOUNT_SETTINGS',
              resourceIdentifier: { account },
              reasonForNonComplianceCode: 'LOGGING_DISABLED',
            },
          ],
    }),
  },
  DEVICE_CERTIFICATE_EXPIRING_CHECK: {
    severity: 'MEDIUM',
    calls: ofCertificates,
    look: (parts, { until }) =>
      overCertificates(parts, ({ pem }) => {
        const left = Date.parse(new X509Certificate(pem).validTo) - until;
        if (left < 0) return 'CERTIFICATE_PAST_EXPIRATION';
        return left < expiringMilliseconds ? 'CERTIFICATE_APPROACHING_EXPIRATION' : undefined;
      }),
  },
  DEVICE_CERTIFICATE_KEY_QUALITY_CHECK: {
    severity: 'CRITICAL',
    calls: ofCertificates,
    look: (parts) =>
      overCertificates(parts, ({ id, pem }) => {
        // CVE-2008-0166 and CVE-2017-15361 are both of RSA keys
        if (new X509Certificate(pem).publicKey.asymmetricKeyType === 'ec') return undefined;
        throw new Error(`certificate ${id.slice(0, 8)} has an RSA key, whose weaknesses are not looked for here`);
      }),
  },
  DEVICE_CERTIFICATE_SHARED_CHECK: {
    severity: 'CRITICAL',
    calls: ofCertificates,
    look: ({ registry, presence }, { since }) => ({
      total: registry.certificates().length,
      found: presence.sharedSince(since).map((id) => ofCertificate({ id }, 'CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES')),
    }),
  },
  // the local authority keeps no list of certificates that it has revoked: none is on it
  REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK: {
    severity: 'MEDIUM',
    calls: ofCertificates,
    look: (parts) => overCertificates(parts, () => undefined),
  },
  CONFLICTING_CLIENT_IDS_CHECK: {
    severity: 'HIGH',
    calls: [],
    look({ registry, presence }, { since }) {
      const replaced = presence.replacedSince(since);
      return {
        total: new Set([...registry.things(), ...replaced]).size,
        found: replaced.map((clientId) => ({
          resourceType: 'CLIENT_ID',
          resourceIdentifier: { clientId },
          reasonForNonComplianceCode: 'DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS',
        })),
      };
    },
  },
  IOT_POLICY_OVERLY_PERMISSIVE_CHECK: {
    severity: 'CRITICAL',
    calls: ['iot:ListPolicies', 'iot:GetPolicy'],
    look({ registry, arnPrefix }) {
      const policies = registry.policies();
      const broad = policies.filter(({ policy }) => isOverlyPermissive(policy, arnPrefix));
      return {
        total: policies.length,
        found: broad.map(({ name: policyName }) => ({
          resourceType: 'IOT_POLICY',
          resourceIdentifier: { policyVersionIdentifier: { policyName, policyVersionId: '1' } },
          reasonForNonComplianceCode: 'ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS',
        })),
      };
    },
  },
};
