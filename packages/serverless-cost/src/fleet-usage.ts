/** Assumed usage of the platform by a fleet of devices. A month has 730 hours. */
export interface Fleet {
  readonly devices: number;
  readonly messages: readonly Message[];
  /** Connected minutes and number of connections, per device per month. */
  readonly connection: { readonly minutes: number; readonly connects: number };
  /** Registry requests for replaced devices, per device per month. */
  readonly registryOperations: number;
  /** Ratio of peak to average traffic, for the capacity of streams. */
  readonly peak: number;
  /** Share of failing actions and invocations. */
  readonly failing: number;
  /** Assumed duration, logs and table operations of one invocation, keyed by function name. */
  readonly runs: Readonly<Record<string, Run>>;
  /** Assumed usage of one invocation of a function that is not in `runs`. */
  readonly otherRun: Run;
  /** Invocations by callers other than rules and streams, keyed by function name. */
  readonly invocations: Readonly<Record<string, Frequency>>;
  /** Executions, keyed by workflow name. */
  readonly executions: Readonly<Record<string, Executions>>;
  readonly requests: Requests;
  readonly pages: Pages;
  /** Alerts published to an SNS topic per month, except alerts from rules. */
  readonly alerts: number;
  readonly logs: Logs;
  /** Number of days for which a growing table keeps its items, keyed by table name. */
  readonly kept: Readonly<Record<string, number>>;
  /** Compression ratio of archived lines. */
  readonly compression: number;
  readonly monitoring: Monitoring;
  /** KMS requests per hour for each encrypted resource. Data keys are reused for several minutes. */
  readonly keyRequestsAnHour: number;
}

/** Events per month: a fixed number, plus a number per device. */
export interface Frequency {
  readonly always: number;
  readonly aDevice: number;
}

/** Kind of message that a device publishes, or that a service publishes in response. */
export interface Message {
  readonly name: string;
  readonly slice: string;
  readonly topic: string;
  /** Messages per device per month. */
  readonly count: number;
  /** Example payloads with their shares. The sum of the shares is 1. */
  readonly payloads: readonly { readonly share: number; readonly text: string }[];
  /** `service` if AWS IoT publishes the message, such as a shadow document. For these messages, only deliveries are metered. */
  readonly from: 'client' | 'service';
  /** Name of the only rule that receives the message, through Basic Ingest. */
  readonly basicIngest?: string;
  /** Number of clients that receive each message. */
  readonly deliveries: number;
  readonly shadowOperations: number;
}

/** Assumed usage of one invocation of a function. */
export interface Run {
  readonly milliseconds: number;
  /** Additional milliseconds per item in a batch. */
  readonly millisecondsAnItem?: number;
  /** Bytes that the function and Lambda write to the log, including the 26 bytes that CloudWatch Logs adds per line. */
  readonly logBytes: number;
  readonly touches?: readonly TableAccess[];
  /** Registry requests. */
  readonly registryOperations?: number;
}

/** Table operations during an invocation. */
export interface TableAccess {
  readonly table: string;
  readonly does: 'writes' | 'reads';
  readonly times: number;
  readonly each: 'invocation' | 'item';
  readonly bytes: number;
}

export interface Executions {
  readonly often: Frequency;
  readonly transitions: number;
  readonly logBytes: number;
}

interface Requests {
  /** Requests per device per month. */
  readonly count: number;
  readonly logBytes: number;
}

/** WebSocket usage by web pages, per device per month. */
interface Pages {
  readonly connectionMinutes: number;
  readonly messages: number;
  readonly logBytes: number;
}

interface Logs {
  /** Log lines per record of a subscription filter. */
  readonly linesADelivery: number;
  /** Bytes per forwarded line, including the envelope of CloudWatch Logs. */
  readonly bytesALine: number;
  /** Compression ratio of stored logs. */
  readonly compression: number;
}

interface Monitoring {
  /** Number of CloudWatch metrics that Datadog requests for each resource, keyed by resource type. */
  readonly metricsOf: Readonly<Record<string, number>>;
  readonly pollsAnHour: number;
  /** Custom metrics that the functions emit. */
  readonly ownMetrics: number;
}
