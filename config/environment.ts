import type { Duration, Size } from './units';

/** Urgency of a monitor; `monitors/severities.ts` defines what each one does. */
export type Severity = 'page' | 'ticket' | 'signal';

/**
 * Everything in which one environment differs from another. The stacks ask nothing else: there is no `if (prod)`.
 * Each environment has an AWS account of its own, so that names need no suffix (docs/adr/0002).
 */
export interface Environment {
  readonly name: string;
  /** Name of the stack: the folder under `cdktf.out/stacks` and the key of its state. */
  readonly stack: string;
  /** Twelve digits. The provider refuses to work in another account. */
  readonly account: string;
  readonly region: string;
  readonly datadog: Datadog;
  /** Handles that Datadog notifies, by severity. */
  readonly notify: Readonly<Record<Severity, readonly string[]>>;
  /** Channels that receive every notification of a severity, including warnings, without paging anyone (docs/adr/0009). */
  readonly cc: Readonly<Record<Severity, readonly string[]>>;
  /** Addresses that get what `alert-message` sends; each has to confirm its subscription once. */
  readonly alertEmails: readonly string[];
  readonly retention: Retention;
  readonly functions: FunctionSettings;
  readonly alertStream: { readonly shards: number; readonly retention: Duration };
  readonly telemetryStream: { readonly shards: number; readonly retention: Duration };
  /** How much of the archive one query may read, and so cost: 10 MB at the least (Athena). */
  readonly analytics: { readonly scanLimit: Size };
  readonly powerCommand: PowerCommands;
  readonly api: Api;
  /** How long a device may take to send its signing request, and then to come with its new certificate. */
  readonly certificateRotation: { readonly answerWithin: Duration; readonly connectWithin: Duration };
  readonly budget: Budget;
  /**
   * Whose jobs get the role that deploys: those of the protected branch, or of them those alone that deploy to an environment
   * which GitLab protects (docs/adr/0018).
   */
  readonly deployedFrom: 'protected branch' | 'protected environment';
  /**
   * Branches whose jobs get the role that plans. It reads the state, which contains secrets of programs, so environments that
   * hold real data are planned from the protected branch only.
   */
  readonly plannedFrom: 'any branch' | 'protected branch';
  /** Whether tables and buckets refuse to be destroyed with what they hold. */
  readonly protectData: boolean;
  /** Things that are declared with a certificate of their own, made from a CSR. Real fleets are provisioned. */
  readonly exampleThings: readonly ExampleThing[];
}

interface FunctionSettings {
  readonly memory: Size;
  /** Executions reserved for each function that devices or API clients invoke: also the most that a flood can start. */
  readonly reservedConcurrency: number;
}

/** What AWS may bill in a month, and for whom: a test holds the sum against what `npm run cost` says of that fleet. */
interface Budget {
  readonly devices: number;
  /** Measurements of a device, as `--rate` writes it: `1/min`. */
  readonly rate: string;
  /** USD: what that fleet costs, and about a quarter more. */
  readonly monthly: number;
}

interface PowerCommands {
  /** After which a command is given up that says nothing of it. */
  readonly answerWithin: Duration;
  /** After which a device is asked once more, and then after twice as long each time. */
  readonly askAgainAfter: Duration;
  /** The most that a command may ask for. */
  readonly longest: Duration;
  /** Of many commands, how many are under way at once, and what share of them may fail before no more are begun. */
  readonly atOnce: number;
  readonly toleratedFailurePercentage: number;
}

interface Api {
  /** Of the pages in browsers that may ask it: `https://console.example.com`. */
  readonly origin: string;
  /** Requests of everybody together. */
  readonly rate: Rate;
  /** Requests of one program, and how many it has a day. */
  readonly program: Rate & { readonly perDay: number };
  /** Programs that ask it; each has a key of its own. */
  readonly programs: readonly string[];
}

/** As API Gateway counts: by the second, and how many may come at once. */
interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

interface ExampleThing {
  readonly name: string;
  readonly type: 'light' | 'sensor';
  /** What a sensor measures, and where: it may publish to that topic alone. */
  readonly attributes: Readonly<Record<string, string>>;
}

interface Datadog {
  readonly site: 'datadoghq.com' | 'datadoghq.eu' | 'us3.datadoghq.com' | 'us5.datadoghq.com' | 'ap1.datadoghq.com';
  /**
   * `own`: the organisation sees this account alone, and monitors keep their scope. `shared`: it sees other accounts
   * too, and every monitor is narrowed to this one.
   */
  readonly organisation: 'own' | 'shared';
}

interface Retention {
  /** One of the spans that CloudWatch Logs knows (PutRetentionPolicy, API reference). */
  readonly logs: Duration;
  /** Of messages in the queues that hold what failed; SQS keeps them 14 days at most. */
  readonly failedEvents: Duration;
  /** Of records that a function could not process, in S3. */
  readonly failedRecords: Duration;
  /** Of changes of shadows, in the table. */
  readonly shadowHistory: Duration;
  /** Of what is kept to be analysed, in S3. */
  readonly archive: Duration;
  /** Of the answers to queries, in S3. */
  readonly queryResults: Duration;
}
