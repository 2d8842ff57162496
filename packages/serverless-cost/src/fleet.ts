/** What is assumed of the devices and of what the platform does for them. Each figure of a month is of 730 hours. */
export interface Fleet {
  readonly devices: number;
  readonly messages: readonly Message[];
  /** Of one device in a month. */
  readonly connection: { readonly minutes: number; readonly connects: number };
  /** Requests to the registry in a month, of one device, where it is replaced. */
  readonly registryOperations: number;
  /** How much busier the busiest moment is than the average. Streams have to hold it. */
  readonly peak: number;
  /** The share of actions and invocations that fail. */
  readonly failing: number;
  /** By the name of the function. */
  readonly runs: Readonly<Record<string, Run>>;
  /** Of a function that `runs` does not know. */
  readonly otherRun: Run;
  /** What begins beside rules and streams, by the name of the function. */
  readonly invocations: Readonly<Record<string, Often>>;
  /** By the name of the workflow. */
  readonly executions: Readonly<Record<string, Executions>>;
  readonly requests: Requests;
  readonly pages: Pages;
  /** Alerts that are published to a topic in a month, beside those of rules. */
  readonly alerts: number;
  readonly logs: Logs;
  /** How long items stay in a table that is only added to, in days, by the name of the table. */
  readonly kept: Readonly<Record<string, number>>;
  /** What gzip leaves of archived lines. */
  readonly compression: number;
  readonly monitoring: Monitoring;
  /** Requests to the key in an hour, of a resource that it encrypts: data keys are used again for minutes. */
  readonly keyRequestsAnHour: number;
}

/** So often in a month. */
export interface Often {
  readonly always: number;
  readonly aDevice: number;
}

/** A kind of message that a device publishes, or that a service publishes because of one. */
export interface Message {
  readonly name: string;
  readonly slice: string;
  readonly topic: string;
  /** Of one device in a month. */
  readonly count: number;
  /** Examples; the shares add up to 1. */
  readonly payloads: readonly { readonly share: number; readonly text: string }[];
  /** What AWS IoT itself publishes, such as a shadow's documents, is metered only where it is delivered. */
  readonly from: 'client' | 'service';
  /** The rule that gets it by Basic Ingest, and nobody else. */
  readonly basicIngest?: string;
  /** Clients that each of them is delivered to. */
  readonly deliveries: number;
  readonly shadowOperations: number;
}

/** One invocation of a function. */
export interface Run {
  readonly milliseconds: number;
  /** More for each item of a batch. */
  readonly millisecondsAnItem?: number;
  /** Lines that it and Lambda write, with 26 bytes a line that CloudWatch Logs adds. */
  readonly logBytes: number;
  readonly touches?: readonly Touch[];
  /** Questions to the registry. */
  readonly registryOperations?: number;
}

/** What an invocation does to a table. */
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
  /** Of one device in a month. */
  readonly count: number;
  readonly logBytes: number;
}

/** Pages that listen to the WebSocket API; of one device in a month. */
interface Pages {
  readonly connectionMinutes: number;
  readonly messages: number;
  readonly logBytes: number;
}

interface Logs {
  /** Lines of a log group that a subscription filter hands on at once. */
  readonly linesADelivery: number;
  /** Of a line that it hands on, with what CloudWatch Logs wraps around it. */
  readonly bytesALine: number;
  /** What CloudWatch Logs' own compression leaves to be stored. */
  readonly compression: number;
}

interface Monitoring {
  /** Metrics that Datadog asks CloudWatch for, of one resource of a type. */
  readonly metricsOf: Readonly<Record<string, number>>;
  readonly pollsAnHour: number;
  /** Metrics that the platform's functions emit themselves. */
  readonly ownMetrics: number;
}
