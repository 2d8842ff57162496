import { z } from 'zod';
import { frequencies } from '../iot/audit/audit';
import { checks } from '../iot/audit/audit-checks';
import { comparisonOperators, deviceMetrics } from '../iot/device-defender';
import { resourceType } from '../resource-type';
import type { PlatformServices } from '../services';

/** Default evaluation period of a behavior in seconds: 5 minutes, as in Device Defender. */
const defaultSeconds = 300;

const Behavior = z.object({
  Name: z.string(),
  Metric: z.enum(deviceMetrics, {
    error: `must be a cloud-side metric that is supported locally: ${deviceMetrics.join(', ')}`,
  }),
  Criteria: z.object({
    ComparisonOperator: z.enum(comparisonOperators),
    Value: z.object({ Count: z.coerce.number() }),
    DurationSeconds: z.number().default(defaultSeconds),
    ConsecutiveDatapointsToAlarm: z.number().default(1),
    ConsecutiveDatapointsToClear: z.number().default(1),
  }),
});

/** CloudFormation's schema for `AWS::IoT::SecurityProfile`, limited to the simulated properties. */
const SecurityProfile = z.object({
  SecurityProfileName: z.string(),
  Behaviors: z.array(Behavior).default([]),
  AlertTargets: z.object({ SNS: z.object({ AlertTargetArn: z.string(), RoleArn: z.string() }) }).optional(),
  TargetArns: z.array(
    z
      .string()
      .regex(
        /:all\/(registered-)?things$/,
        'expected all registered things, the only target that is supported locally',
      ),
  ),
});

/** CloudFormation's schema for `AWS::IoT::AccountAuditConfiguration`. */
const AuditConfiguration = z.object({
  AccountId: z.string(),
  RoleArn: z.string(),
  AuditCheckConfigurations: z.record(z.string(), z.object({ Enabled: z.boolean().default(false) })),
  AuditNotificationTargetConfigurations: z
    .object({
      Sns: z.object({ TargetArn: z.string(), RoleArn: z.string(), Enabled: z.boolean().default(false) }).optional(),
    })
    .optional(),
});

/** CloudFormation's schema for `AWS::IoT::ScheduledAudit`, limited to the simulated properties. */
const ScheduledAudit = z.object({
  ScheduledAuditName: z.string(),
  Frequency: z.enum(frequencies, { error: `must be a frequency that is supported locally: ${frequencies.join(', ')}` }),
  TargetCheckNames: z.array(z.string()),
});

/**
 * Converts CloudFormation's name for a check, `LoggingDisabledCheck`, to the name in all other APIs,
 * `LOGGING_DISABLED_CHECK`.
 */
const checkNamed = (name: string) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

type Create = (desired: unknown, parts: PlatformServices) => string;

/** Functions that create a resource and return its identifier, keyed by CloudFormation type. */
const types: Readonly<Record<string, Create>> = {
  'AWS::IoT::SecurityProfile'(desired, { deviceDefender, place }) {
    const { SecurityProfileName: name, Behaviors, AlertTargets } = SecurityProfile.parse(desired);
    deviceDefender.declare({
      name,
      topicArn: AlertTargets?.SNS.AlertTargetArn,
      role: {
        kind: 'role',
        arn: AlertTargets?.SNS.RoleArn ?? '',
        session: name,
        by: {
          kind: 'service',
          service: 'iot.amazonaws.com',
          sourceArn: `arn:aws:iot:${place.region}:${place.account}:securityprofile/${name}`,
          sourceAccount: place.account,
        },
      },
      behaviours: Behaviors.map(({ Name, Metric, Criteria }) => ({
        name: Name,
        metric: Metric,
        operator: Criteria.ComparisonOperator,
        limit: Criteria.Value.Count,
        seconds: Criteria.DurationSeconds,
        toAlarm: Criteria.ConsecutiveDatapointsToAlarm,
        toClear: Criteria.ConsecutiveDatapointsToClear,
      })),
    });
    return name;
  },
  'AWS::IoT::AccountAuditConfiguration'(desired, { audit }) {
    const { AccountId, RoleArn, AuditCheckConfigurations, ...rest } = AuditConfiguration.parse(desired);
    const sns = rest.AuditNotificationTargetConfigurations?.Sns;
    audit.configure({
      roleArn: RoleArn,
      enabled: Object.entries(AuditCheckConfigurations).flatMap(([name, { Enabled }]) =>
        Enabled ? [checkNamed(name)] : [],
      ),
      target: sns?.Enabled ? { topicArn: sns.TargetArn, roleArn: sns.RoleArn } : undefined,
    });
    return AccountId;
  },
  'AWS::IoT::ScheduledAudit'(desired, { audit }) {
    const { ScheduledAuditName: name, Frequency: frequency, TargetCheckNames } = ScheduledAudit.parse(desired);
    audit.schedule({ name, frequency, checks: TargetCheckNames });
    return name;
  },
};

export const cloudcontrolResources = {
  aws_cloudcontrolapi_resource: resourceType({
    runs: `${Object.keys(types).join(', ')}: behaviors of profiles are evaluated, and audits run on schedule. Supported checks: ${Object.keys(checks).join(', ')}; other checks fail, as does the key quality check for an RSA key`,
    attributes: { type_name: z.string(), desired_state: z.string() },
    create({ attributes: { type_name: type, desired_state: state } }, parts) {
      const create = types[type];
      if (create === undefined)
        throw new Error(`unsupported type_name ${type}; supported: ${Object.keys(types).join(', ')}`);
      try {
        return { id: create(JSON.parse(state), parts), properties: state };
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        const [issue] = error.issues;
        throw new Error(`desired_state.${issue?.path.join('.')} ${issue?.message}`);
      }
    },
  }),
} as const;
