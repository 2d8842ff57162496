import { z } from 'zod';

/** Pattern for the names of rules, targets and event buses. Source: EventBridge API reference, "PutRule". */
export const namePattern = /^[.\-_A-Za-z0-9]+$/;

export const RuleState = z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']);

export interface EventRule {
  name: string;
  arn: string;
  /** Name of the rule's event bus. */
  bus: string;
  /** JSON of the event pattern. A rule has a pattern, a schedule, or both. */
  pattern?: string | undefined;
  /** Schedule expression, such as `cron(0 17 * * ? *)`. */
  schedule?: string | undefined;
  state: z.infer<typeof RuleState>;
  description?: string | undefined;
  roleArn?: string | undefined;
}

/**
 * Target in the format of the API. Parameters of targets that do not run locally are kept, so that they can be
 * rejected. Source: EventBridge API reference, "Target".
 */
export const Target = z.looseObject({
  Id: z.string().min(1).max(64).regex(namePattern),
  Arn: z.string().min(1).max(1600),
  RoleArn: z.string().min(1).max(1600).optional(),
  Input: z.string().max(8192).optional(),
  InputPath: z.string().max(256).optional(),
  InputTransformer: z
    .object({
      InputPathsMap: z.record(z.string().min(1).max(256), z.string().max(256)).optional(),
      InputTemplate: z.string().min(1).max(8192),
    })
    .optional(),
  KinesisParameters: z.object({ PartitionKeyPath: z.string().max(256) }).optional(),
  DeadLetterConfig: z.object({ Arn: z.string().min(1).max(1600).optional() }).optional(),
  RetryPolicy: z
    .object({
      MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
    })
    .optional(),
});
export type Target = z.infer<typeof Target>;

/** Event in the format in which targets receive it. Source: EventBridge user guide, "eb-events-structure". */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** Time without milliseconds: `2026-01-01T00:00:00Z`. */
  time: string;
  region: string;
  resources: readonly string[];
  detail: object;
}

/** Returns a time in the format of events. @param at milliseconds since the epoch */
export const eventTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
