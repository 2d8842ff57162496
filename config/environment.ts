import type { PlatformSettings } from '@himeshima/constructs';
import type { MonitoredEnvironment } from '@himeshima/constructs/monitors';
import type { Duration, Size } from '@himeshima/constructs/units';

/**
 * Settings that differ between environments; stacks contain no `if (prod)`. Each environment has its own AWS account, so names
 * need no suffix (docs/adr/0002).
 */
export interface Environment extends MonitoredEnvironment, PlatformSettings {
  /** Email addresses that receive the alerts of `alert-message`. Each recipient must confirm the subscription once. */
  readonly alertEmails: readonly string[];
  readonly retention: Retention;
  readonly functions: FunctionSettings;
  readonly alertStream: { readonly shards: number; readonly retention: Duration };
  readonly telemetryStream: { readonly shards: number; readonly retention: Duration };
  /** Maximum amount of data that an archive query may scan, which limits the query's cost; Athena requires at least 10 MB. */
  readonly analytics: { readonly scanLimit: Size };
  readonly powerCommand: PowerCommands;
  readonly api: Api;
  /** Time limits for a device to send its signing request, and to connect with its new certificate. */
  readonly certificateRotation: { readonly answerWithin: Duration; readonly connectWithin: Duration };
  readonly budget: Budget;
  /**
   * Jobs that may assume the deploy role: all jobs of the protected branch, or only the jobs that deploy to a protected GitLab
   * environment (docs/adr/0018).
   */
  readonly deployedFrom: 'protected branch' | 'protected environment';
  /**
   * Branches whose jobs may assume the plan role. The role reads the state, which contains API keys, so environments with real
   * data are planned from the protected branch only.
   */
  readonly plannedFrom: 'any branch' | 'protected branch';
  /** Whether the features' example things are declared, each with a certificate from a CSR. Real devices use fleet provisioning instead. */
  readonly hasExampleThings: boolean;
}

type FunctionSettings = PlatformSettings['functions'] & {
  /** Executions reserved for each function that devices or API clients invoke. A flood of calls cannot start more executions. */
  readonly reservedConcurrency: number;
};

/** Monthly AWS budget for a fleet. A test compares it with the estimate of `npm run cost`. */
interface Budget {
  readonly devices: number;
  /** Measurements per device in the format of `--rate`: `1/min`. */
  readonly rate: string;
  /** USD: estimated cost of the fleet plus about 25%. */
  readonly monthly: number;
}

interface PowerCommands {
  /** Time until a command expires if the request does not set one. */
  readonly answerWithin: Duration;
  /** Time until a command is resent; doubles with each attempt. */
  readonly askAgainAfter: Duration;
  /** Maximum time until a command expires. */
  readonly longest: Duration;
  /** Bulk commands: maximum number of commands in progress, and percentage of failures after which no more commands are sent. */
  readonly atOnce: number;
  readonly toleratedFailurePercentage: number;
}

interface Api {
  /** CORS origin of the web pages that may call the API: `https://console.example.com`. */
  readonly origin: string;
  /** Combined rate limit for all clients. */
  readonly rate: Rate;
  /** Rate limit and daily quota for each client. */
  readonly program: Rate & { readonly perDay: number };
  /** Clients of the API; each has its own API key. */
  readonly programs: readonly string[];
}

/** API Gateway's token bucket: requests per second, and burst. */
interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

type Retention = PlatformSettings['retention'] & {
  /** Retention of shadow changes in the table. */
  readonly shadowHistory: Duration;
  /** Retention of the archive in S3. */
  readonly archive: Duration;
  /** Retention of query results in S3. */
  readonly queryResults: Duration;
};
