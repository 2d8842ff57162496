import type { Clock } from '../clock';
import type { EventBus } from '../events';
import type { MetricStore } from '../metrics';
import type { Collection, Store } from '../store';
import type { Deliver } from './destinations';
import type { FunctionDeclaration } from './function-declaration';
import type { Outcome } from './instance';
import type { FunctionError } from './sandbox-protocol';

export interface EventInvokeConfig {
  maximumRetries: number;
  maximumAgeSeconds: number;
  /** ARN of the destination for failed events that are not retried again. */
  onFailure: string | undefined;
}

/** Event that a function has not processed yet. */
interface PendingEvent {
  functionName: string;
  requestId: string;
  event: unknown;
  acceptedAt: number;
  attempts: number;
  /** Platform time of the next attempt, in ms since the epoch. */
  dueAt: number;
  cause: number | undefined;
}

export interface AsynchronousQueue {
  /** Configures a function's retries and destination. @param config undefined for the defaults */
  configure(functionName: string, config: EventInvokeConfig | undefined): void;
  accept(event: { functionName: string; requestId: string; event: unknown; cause: number | undefined }): void;
  /** Resumes processing the events that the previous run did not process. */
  resume(): void;
}

export interface Attempt {
  outcome: Outcome;
  /** Reports the failure and the next step on the screen. */
  failed(next: string): void;
}

/** Lambda's default configuration. Source: developer guide, "invocation-async-error-handling". */
const defaults: EventInvokeConfig = { maximumRetries: 2, maximumAgeSeconds: 6 * 3600, onFailure: undefined };
const retryAfterMinutes = [1, 2] as const;

const formatRetry = (minutes: number) => (minutes === 1 ? 'retry in 1 min' : `retry in ${minutes} min`);

interface DestinationRecord {
  pending: PendingEvent;
  functionArn: string;
  condition: 'RetriesExhausted' | 'EventAgeExceeded';
  error: FunctionError;
  at: number;
}

/** Returns the record for an on-failure destination. Source: developer guide, "invocation-async-retain-records". */
function destinationRecord({ pending, functionArn, condition, error, at }: DestinationRecord): object {
  return {
    version: '1.0',
    timestamp: new Date(at).toISOString(),
    requestContext: {
      requestId: pending.requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: pending.attempts,
    },
    requestPayload: pending.event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: error,
  };
}

/**
 * Creates the queue for asynchronous events.
 * The queue keeps an event until the function has processed it, or the last attempt has failed.
 */
export function createAsynchronousQueue(options: {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  run(event: Pick<PendingEvent, 'functionName' | 'requestId' | 'event' | 'cause'>): Promise<Attempt>;
  deliver: Deliver;
  /**
   * Returns a function's declaration.
   * @throws AwsError if the function does not exist
   */
  declarationOf(functionName: string): Pick<FunctionDeclaration, 'name' | 'arn' | 'role'>;
}): AsynchronousQueue {
  const { clock, bus, metrics } = options;
  const record = (
    metric: string,
    { functionName: name, cause }: Pick<PendingEvent, 'functionName' | 'cause'>,
    value: number,
  ) =>
    metrics.record({
      metric,
      tags: { functionname: name, resource: name },
      value,
      at: clock.now(),
      causes: [cause],
    });
  const configs = new Map<string, EventInvokeConfig>();
  const pendingEvents: Collection<PendingEvent> = options.store.collection('lambda-events');

  const giveUp = async (pending: PendingEvent, config: EventInvokeConfig, error: FunctionError) => {
    if (config.onFailure === undefined) return;
    const condition = pending.attempts > config.maximumRetries ? 'RetriesExhausted' : 'EventAgeExceeded';
    const from = options.declarationOf(pending.functionName);
    await options.deliver({
      destinationArn: config.onFailure,
      from,
      record: destinationRecord({ pending, functionArn: from.arn, condition, error, at: clock.now() }),
      place: `async/${from.name}`,
      why: `${from.name} failed ${pending.attempts} ${pending.attempts === 1 ? 'time' : 'times'}`,
      cause: pending.cause,
    });
  };

  const attempt = async (pending: PendingEvent): Promise<void> => {
    const config = configs.get(pending.functionName) ?? defaults;
    const age = clock.now() - pending.acceptedAt;
    record('aws.lambda.async_event_age', pending, age);
    record('aws.lambda.async_event_age.maximum', pending, age);
    const { outcome, failed } = await options.run(pending);
    pending.attempts += 1;
    if (outcome.status === 'success') {
      record('aws.lambda.async_events_dropped', pending, 0);
      pendingEvents.delete(pending.requestId);
      return;
    }
    const minutes = retryAfterMinutes[pending.attempts - 1] ?? 2;
    const tooOld = clock.now() + minutes * 60_000 - pending.acceptedAt > config.maximumAgeSeconds * 1000;
    if (pending.attempts > config.maximumRetries || tooOld) {
      failed(config.onFailure === undefined ? 'given up' : `to ${config.onFailure.split(':').at(-1)}`);
      await giveUp(pending, config, outcome.error);
      // an event counts as dropped even if a destination receives it (developer guide, "monitoring-metrics-types",
      // AsyncEventsDropped)
      record('aws.lambda.async_events_dropped', pending, 1);
      // the event is deleted last, so that the destination receives it at least once
      pendingEvents.delete(pending.requestId);
      return;
    }
    pending.dueAt = clock.now() + minutes * 60_000;
    pendingEvents.set(pending.requestId, pending);
    failed(formatRetry(minutes));
    clock.after(minutes * 60_000, () => start(pending));
  };

  const start = (pending: PendingEvent) => {
    attempt(pending).catch((error: unknown) => {
      pendingEvents.delete(pending.requestId);
      bus.emit({
        kind: 'note',
        failed: true,
        about: { type: 'aws_lambda_function', name: pending.functionName },
        text: `the event ${pending.requestId} of ${pending.functionName} is lost: ${String(error)}`,
      });
    });
  };

  return {
    configure: (functionName, config) =>
      void (config === undefined ? configs.delete(functionName) : configs.set(functionName, config)),
    accept({ functionName, requestId, event, cause }) {
      const now = clock.now();
      const pending = { functionName, requestId, event, cause, acceptedAt: now, attempts: 0, dueAt: now };
      pendingEvents.set(requestId, pending);
      record('aws.lambda.async_events_received', pending, 1);
      start(pending);
    },
    resume() {
      for (const [, left] of pendingEvents.entries()) {
        // event IDs start again with each run of the platform, so a cause from an earlier run is meaningless
        const pending = { ...left, cause: undefined };
        clock.after(Math.max(0, left.dueAt - clock.now()), () => start(pending));
      }
    },
  };
}
