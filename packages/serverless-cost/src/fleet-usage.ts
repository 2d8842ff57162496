/** Assumed usage of the platform by its devices. A month has 730 hours. */
export interface Fleet {
  readonly devices: number;
  readonly messages: readonly Message[];
  /** Per device and month. */
  readonly connection: { readonly minutes: number; readonly connects: number };
  /** Registry requests of a replaced device per month. */
  readonly registryOperations: number;
  /** Ratio of peak to average traffic, for the capacity of streams. */
  readonly peak: number;
  /** Share of failing actions and invocations. */
  readonly failing: number;
  /** Runs by name of the function. */
  readonly runs: Readonly<Record<string, Run>>;
  /** Run of a function that is not in `runs`. */
  readonly otherRun: Run;
  /** Invocations that no rule or stream causes, by name of the function. */
  readonly invocations: Readonly<Record<string, Often>>;
  /** Executions by name of the workflow. */
  readonly executions: Readonly<Record<string, Executions>>;
  readonly requests: Requests;
  readonly pages: Pages;
  /** Alerts published to a topic per month, except those of rules. */
  readonly alerts: number;
  readonly logs: Logs;
  /** Days for which items stay in a growing table, by name of the table. */
  readonly kept: Readonly<Record<string, number>>;
  /** Compression ratio of archived lines. */
  readonly compression: number;
  readonly monitoring: Monitoring;
  /** KMS requests per hour of an encrypted resource; data keys are reused for minutes. */
  readonly keyRequestsAnHour: number;
}

/** Number of times per month: a fixed number, and one for each device. */
export interface Often {
  readonly always: number;
  readonly aDevice: number;
}

/** Kind of message that a device publishes, or a service in response. */
export interface Message {
  readonly name: string;
  readonly slice: string;
  readonly topic: string;
  /** Per device and month. */
  readonly count: number;
  /** Examples with shares that add up to 1. */
  readonly payloads: readonly { readonly share: number; readonly text: string }[];
  /** Whether AWS IoT publishes it, such as shadow documents; then only deliveries are metered. */
  readonly from: 'client' | 'service';
  /** Only rule that receives it, by Basic Ingest. */
  readonly basicIngest?: string;
  /** Number of clients that receive each message. */
  readonly deliveries: number;
  readonly shadowOperations: number;
}

/** Invocation of a function. */
export interface Run {
  readonly milliseconds: number;
  /** Additional time per item of a batch. */
  readonly millisecondsAnItem?: number;
  /** Bytes of its log lines and those of Lambda, with the 26 bytes per line that CloudWatch Logs adds. */
  readonly logBytes: number;
  readonly touches?: readonly Touch[];
  /** Registry requests. */
  readonly registryOperations?: number;
}

/** Table operations of an invocation. */
export interface Touch {
  readonly table: string;
  readonly does: 'writes' | 'reads';
  readonly times: number;
  readonly each: 'invocation' | 'item';
  readonly bytes: number;
}

export interface Executions {
  readonly often: Often;
  readonly transitions: number;
  readonly logBytes: number;
}

interface Requests {
  /** Per device and month. */
  readonly count: number;
  readonly logBytes: number;
}

/** WebSocket usage of pages per device and month. */
interface Pages {
  readonly connectionMinutes: number;
  readonly messages: number;
  readonly logBytes: number;
}

interface Logs {
  /** Lines per record of a subscription filter. */
  readonly linesADelivery: number;
  /** Bytes of a forwarded line, with the envelope of CloudWatch Logs. */
  readonly bytesALine: number;
  /** Compression ratio of stored logs. */
  readonly compression: number;
}

interface Monitoring {
  /** Metrics per resource that Datadog requests from CloudWatch, by type. */
  readonly metricsOf: Readonly<Record<string, number>>;
  readonly pollsAnHour: number;
  /** Custom metrics that the functions emit. */
  readonly ownMetrics: number;
}
