import type { IConstruct } from 'constructs';
import type { EncryptionKey } from '../aws/encryption-key';
import type { Duration, Size } from '../units';
import type { NamedEnvironment, PhysicalNames } from './physical-names';
import { StackContext } from './stack-context';

/** Environment settings that constructs read. All other values are passed as props. */
export interface PlatformSettings extends NamedEnvironment {
  readonly region: string;
  readonly retention: {
    /** Retention of log groups: one of the values that CloudWatch Logs accepts (PutRetentionPolicy, API reference). */
    readonly logs: Duration;
    /** Retention of messages in failure queues; SQS allows at most 14 days. */
    readonly failedEvents: Duration;
    /** Retention in S3 for records that a function could not process. */
    readonly failedRecords: Duration;
  };
  readonly functions: { readonly memory: Size };
  /** Whether tables, buckets and user pools with data are protected from being destroyed. */
  readonly protectData: boolean;
}

/** Context that all constructs in a stack share. */
export interface Platform {
  readonly settings: PlatformSettings;
  readonly names: PhysicalNames;
  readonly key: EncryptionKey;
  /** ARN of the permissions boundary for all roles. */
  readonly boundary: string;
  /** Names of the functions in `functions/`. */
  readonly functions: readonly string[];
}

const platforms = new StackContext<Platform>('a stack that calls providePlatform');

/** Sets the context that `platformOf` returns for all constructs of a stack. */
export const providePlatform = (stack: IConstruct, platform: Platform): void => platforms.provide(stack, platform);

/** Returns the context of the stack that contains a construct. @throws Error if the stack has not called `providePlatform` */
export const platformOf = (scope: IConstruct): Platform => platforms.of(scope);
