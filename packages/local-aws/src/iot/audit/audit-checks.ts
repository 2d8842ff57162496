import { X509Certificate } from 'node:crypto';
import type { IotLogs } from '../iot-logs';
import type { Presence } from '../presence';
import type { Certificate, Registry } from '../registry/thing-registry';
import { isOverlyPermissive } from './overly-permissive-policy';

/** Account data that the checks inspect. */
export interface AuditedParts {
  registry: Registry;
  iotLogs: Pick<IotLogs, 'isOn'>;
  presence: Pick<Presence, 'replacedSince' | 'sharedSince'>;
  account: string;
  /** Prefix of ARNs: `arn:aws:iot:REGION:ACCOUNT`. */
  arnPrefix: string;
}

/** Time span that a check covers, in milliseconds since the epoch. */
export interface AuditedSpan {
  since: number;
  until: number;
}

/** Non-compliant resource. Source: API reference, "AuditFinding". */
export interface NonCompliant {
  resourceType: 'DEVICE_CERTIFICATE' | 'IOT_POLICY' | 'CLIENT_ID' | 'ACCOUNT_SETTINGS';
  resourceIdentifier: object;
  reasonForNonComplianceCode: string;
}

export interface Check {
  severity: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW';
  /** Actions that the audit role requires. */
  calls: readonly string[];
  /** Runs the check. Throws an Error if the check cannot be completed. */
  run(parts: AuditedParts, span: AuditedSpan): { total: number; found: readonly NonCompliant[] };
}

const certificateActions = ['iot:ListCertificates', 'iot:DescribeCertificate'];

const dayMilliseconds = 86_400_000;
/**
 * Time before expiry at which a certificate is reported. Source: developer guide: "A device certificate is expiring within
 * 30 days or has expired."
 */
const expiringMilliseconds = 30 * dayMilliseconds;

const certificateFinding = ({ id }: Pick<Certificate, 'id'>, reasonForNonComplianceCode: string): NonCompliant => ({
  resourceType: 'DEVICE_CERTIFICATE',
  resourceIdentifier: { deviceCertificateId: id },
  reasonForNonComplianceCode,
});

/** Checks every active certificate. `fault` returns a reason code only for a non-compliant certificate. */
function checkCertificates(
  { registry }: Pick<AuditedParts, 'registry'>,
  fault: (certificate: Certificate) => string | undefined,
) {
  const active = registry.certificates().filter(({ status }) => status === 'ACTIVE');
  const found = active.flatMap((certificate) => {
    const code = fault(certificate);
    return code === undefined ? [] : [certificateFinding(certificate, code)];
  });
  return { total: active.length, found };
}

/**
 * Supported audit checks, keyed by name.
 * Source: AWS IoT Device Defender developer guide, with a page "audit-chk-…" for each check.
 */
export const checks: Readonly<Record<string, Check>> = {
  LOGGING_DISABLED_CHECK: {
    severity: 'LOW',
    calls: ['iot:GetLoggingOptions', 'iot:GetV2LoggingOptions'],
    run: ({ iotLogs, account }) => ({
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
    calls: certificateActions,
    run: (parts, { until }) =>
      checkCertificates(parts, ({ pem }) => {
        const remaining = Date.parse(new X509Certificate(pem).validTo) - until;
        if (remaining < 0) return 'CERTIFICATE_PAST_EXPIRATION';
        return remaining < expiringMilliseconds ? 'CERTIFICATE_APPROACHING_EXPIRATION' : undefined;
      }),
  },
  DEVICE_CERTIFICATE_KEY_QUALITY_CHECK: {
    severity: 'CRITICAL',
    calls: certificateActions,
    run: (parts) =>
      checkCertificates(parts, ({ id, pem }) => {
        // The weaknesses CVE-2008-0166 and CVE-2017-15361 affect only RSA keys.
        if (new X509Certificate(pem).publicKey.asymmetricKeyType === 'ec') return undefined;
        throw new Error(
          `certificate ${id.slice(0, 8)} has an RSA key: the local runtime does not check RSA keys for weaknesses`,
        );
      }),
  },
  DEVICE_CERTIFICATE_SHARED_CHECK: {
    severity: 'CRITICAL',
    calls: certificateActions,
    run: ({ registry, presence }, { since }) => ({
      total: registry.certificates().length,
      found: presence
        .sharedSince(since)
        .map((id) => certificateFinding({ id }, 'CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES')),
    }),
  },
  // This check always passes, because the local certificate authority has no revocation list.
  REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK: {
    severity: 'MEDIUM',
    calls: certificateActions,
    run: (parts) => checkCertificates(parts, () => undefined),
  },
  CONFLICTING_CLIENT_IDS_CHECK: {
    severity: 'HIGH',
    calls: [],
    run({ registry, presence }, { since }) {
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
    run({ registry, arnPrefix }) {
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
