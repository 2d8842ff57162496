import type { PlatformSettings } from '@himeshima/constructs';
import type { MonitoredEnvironment } from '@himeshima/constructs/monitors';

/** All differences between environments; stacks contain no `if (prod)`. Each environment has its own AWS account. */
export interface Environment extends MonitoredEnvironment, PlatformSettings {
  /** Subscribers of the account's alert topic. Each subscriber must confirm the subscription once. */
  readonly alertEmails: readonly string[];
  /** Monthly AWS budget in USD. */
  readonly budget: number;
  /** Branches whose jobs may plan. A plan role reads the state, which contains API keys. */
  readonly plannedFrom: 'any branch' | 'protected branch';
  readonly deployedFrom: 'protected branch' | 'protected environment';
  /** Whether the features' example things are declared. Real devices use fleet provisioning instead. */
  readonly hasExampleThings: boolean;
}
