import { z } from 'zod';
import { comparisonOperators, deviceMetrics } from '../iot/device-defender';
import type { Parts } from '../parts';
import { resourceType } from '../resource-type';

/** Device Defender counts over 5 minutes where a behaviour says nothing else. */
const defaultSeconds = 300;

const Behavior = z.object({
  Name: z.string(),
  Metric: z.enum(deviceMetrics, {
    error: `is counted by devices or not at all here; known: ${deviceMetrics.join(', ')}`,
  }),
  Criteria: z.object({
    ComparisonOperator: z.enum(comparisonOperators),
    Value: z.object({ Count: z.coerce.number() }),
    DurationSeconds: z.number().default(defaultSeconds),
    ConsecutiveDatapointsToAlarm: z.number().default(1),
    ConsecutiveDatapointsToClear: z.number().default(1),
  }),
});

/** CloudFormation's schema of `AWS::IoT::SecurityProfile`, as far as it is simulated. */
const SecurityProfile = z.object({
  SecurityProfileName: z.string(),
  Behaviors: z.array(Behavior).default([]),
  AlertTargets: z.object({ SNS: z.object({ AlertTargetArn: z.string(), RoleArn: z.string() }) }).optional(),
  TargetArns: z.array(z.string().regex(/:all\/(registered-)?things$/, 'only all registered things are watched here')),
});

type Create = (desired: unknown, parts: Parts) => string;

const kept =
  (name: string): Create =>
  (desired) =>
    String(z.record(z.string(), z.unknown()).parse(desired)[name] ?? name);

/** What Cloud Control makes here: by the type's name, its identifier. */
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
  'AWS::IoT::AccountAuditConfiguration': kept('AccountId'),
  'AWS::IoT::ScheduledAudit': kept('ScheduledAuditName'),
};

export const cloudcontrolResources = {
  aws_cloudcontrolapi_resource: resourceType({
    runs: `${Object.keys(types).join(', ')}: the profile's behaviours are watched, audits are kept and not made`,
    attributes: { type_name: z.string(), desired_state: z.string() },
    create({ attributes: { type_name: type, desired_state: state } }, parts) {
      const create = types[type];
      if (create === undefined) throw new Error(`${type} is not known here; known: ${Object.keys(types).join(', ')}`);
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
