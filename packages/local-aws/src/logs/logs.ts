import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type FilterPattern, parseFilterPattern } from '@himeshima/aws-expressions';
import { type Authorizer, requireAllowed } from '../authorize';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import { AwsError } from '../gateway/service-api';
import type { MetricStore } from '../metrics';
import type { Collection, Sequence, Store } from '../store';
import { embeddedMetrics } from './embedded-metrics';

export interface LogEvent {
  id: string;
  /** Time of the line in milliseconds since the epoch. */
  timestamp: number;
  message: string;
  /** Time at which the line was written, if it differs from `timestamp`. */
  ingestedAt?: number;
}

export interface LogGroup {
  name: string;
  retentionDays: number;
  streams: Record<string, readonly LogEvent[]>;
}

/** Persisted fields of a log group. Its lines are persisted separately, in one sequence per stream. */
type KeptGroup = Omit<LogGroup, 'streams'> & { streams: string[] };

export interface SubscriptionFilter {
  name: string;
  group: string;
  pattern: string;
  destinationArn: string;
  /** Role whose permissions are used to deliver the lines. */
  role: string | undefined;
}

/** Query that is saved in Logs Insights. */
export interface SavedQuery {
  id: string;
  name: string;
  groups: readonly string[];
  query: string;
}

export interface Logs {
  /** Creates a log group if it does not exist. An existing group keeps its lines. */
  createGroup(group: { name: string; retentionDays: number }): void;
  /** Creates a missing log group if `may` returns true, as AWS services do. */
  openGroup(name: string, may: () => boolean): void;
  /**
   * Creates a log stream if it does not exist.
   * @throws AwsError ResourceNotFoundException if the group does not exist
   */
  createStream(group: string, stream: string): void;
  /**
   * Adds a subscription filter.
   * @throws PatternError if CloudWatch would reject the pattern
   */
  subscribe(filter: SubscriptionFilter): void;
  unsubscribe(filter: Pick<SubscriptionFilter, 'group' | 'name'>): void;
  /** Removes a log group with its lines and subscription filters. */
  removeGroup(name: string): void;
  saveQuery(query: SavedQuery): void;
  removeQuery(id: string): void;
  queries(): readonly SavedQuery[];
  write(group: string, stream: string, messages: readonly string[], cause: number | undefined): void;
  /** Writes lines with their own timestamps. */
  writeEvents(
    group: string,
    stream: string,
    lines: readonly Pick<LogEvent, 'timestamp' | 'message'>[],
    cause: number | undefined,
  ): void;
  groups(): LogGroup[];
  /**
   * Returns a log group.
   * @throws AwsError ResourceNotFoundException if the group does not exist
   */
  group(name: string): LogGroup;
}

/**
 * Delay that batches lines, so that a busy group does not create a record for each line.
 * CloudWatch waits a few seconds.
 */
const forwardingDelayMilliseconds = 250;

/** Number of lines that a log stream keeps when older lines are dropped. */
const maxLines = 5_000;
/**
 * Number of lines that are dropped in one batch, because dropping a line at each write would cost more than keeping
 * some extra lines.
 */
const linesCut = 1_000;

interface Subscription {
  filter: SubscriptionFilter;
  pattern: FilterPattern;
}

/**
 * Returns the record that a subscription's destination receives. Source: CloudWatch Logs
 * user guide, "SubscriptionFilters".
 */
function subscriptionRecord(
  account: string,
  filter: SubscriptionFilter,
  stream: string,
  events: LogEvent[],
): Uint8Array {
  return gzipSync(
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: account,
      logGroup: filter.group,
      logStream: stream,
      subscriptionFilters: [filter.name],
      logEvents: events.map(({ id, timestamp, message }) => ({ id, timestamp, message })),
    }),
  );
}

/** Creates the CloudWatch Logs emulator for log groups and subscription filters. */
export function createLogs(options: {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  region: string;
  account: string;
  authorizer: Authorizer;
  /** Text that a line must contain to be published as an event. */
  followed: string | undefined;
  deliver(destinationArn: string, record: Uint8Array, options: { partitionKey: string; cause: number }): void;
}): Logs {
  const { clock, bus, metrics } = options;
  const kept: Collection<KeptGroup> = options.store.collection('log-groups');
  const groups = new Map<string, LogGroup>();
  const lines = new Map<string, Sequence<LogEvent>>();
  const subscriptions = new Map<string, Subscription[]>();
  const queries = new Map<string, SavedQuery>();
  const collected = new Map<string, LogEvent[]>();

  // neither name can contain a colon, but both can contain a slash
  const keyOf = (group: string, stream: string) => `log-lines/${group}:${stream}`;
  const streamOf = (group: LogGroup, stream: string): Sequence<LogEvent> => {
    const key = keyOf(group.name, stream);
    const known = lines.get(key);
    const opened = known ?? options.store.sequence<LogEvent>(key);
    lines.set(key, opened);
    group.streams[stream] = opened.values;
    return opened;
  };
  for (const [name, { streams, ...group }] of kept.entries()) {
    const opened: LogGroup = { ...group, streams: {} };
    groups.set(name, opened);
    for (const stream of streams) streamOf(opened, stream);
  }
  const keep = ({ streams, ...group }: LogGroup) => kept.set(group.name, { ...group, streams: Object.keys(streams) });

  const arnOf = (group: string) => `arn:aws:logs:${options.region}:${options.account}:log-group:${group}`;

  const find = (name: string): LogGroup => {
    const group = groups.get(name);
    if (group === undefined) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    return group;
  };

  /**
   * Returns whether CloudWatch Logs may use the key of an encrypted group. Without this permission,
   * the group ignores lines.
   */
  const mayEncrypt = (group: string) =>
    options.authorizer.mayUseKey({
      principal: { kind: 'service', service: `logs.${options.region}.amazonaws.com` },
      use: 'writing lines',
      resource: arnOf(group),
    }).allowed;

  const forward = (filter: SubscriptionFilter, stream: string, events: LogEvent[], cause: number) => {
    const tags = { loggroupname: filter.group, filtername: filter.name };
    const at = clock.now();
    try {
      if (filter.role !== undefined) {
        requireAllowed(options.authorizer, {
          principal: {
            kind: 'role',
            arn: filter.role,
            session: 'CloudWatchLogs',
            by: {
              kind: 'service',
              service: 'logs.amazonaws.com',
              sourceArn: arnOf(filter.group),
              sourceAccount: options.account,
            },
          },
          action: 'kinesis:PutRecord',
          resource: filter.destinationArn,
        });
      }
      const record = subscriptionRecord(options.account, filter, stream, events);
      options.deliver(filter.destinationArn, record, { partitionKey: stream, cause });
      metrics.record({ metric: 'aws.logs.forwarded_log_events', tags, value: events.length, at });
      metrics.record({ metric: 'aws.logs.delivery_errors', tags, value: 0, at });
    } catch (error) {
      metrics.record({ metric: 'aws.logs.delivery_errors', tags, value: 1, at, causes: [cause] });
      const about = { type: 'aws_cloudwatch_log_group', name: filter.group };
      const text = `failed to deliver log lines of ${filter.group}: ${String(error)}`;
      bus.emit({ kind: 'note', failed: true, about, text }, cause);
    }
  };

  const collect = (filter: SubscriptionFilter, stream: string, events: LogEvent[], cause: number | undefined) => {
    const key = `${filter.name}\n${filter.group}\n${stream}`;
    const waiting = collected.get(key);
    if (waiting !== undefined) {
      for (const event of events) waiting.push(event);
      return;
    }
    const batch = [...events];
    collected.set(key, batch);
    clock.after(forwardingDelayMilliseconds, () => {
      collected.delete(key);
      const id = bus.begin(cause);
      forward(filter, stream, batch, id);
      const destination = filter.destinationArn.split(/[:/]/).at(-1) ?? '';
      bus.emit({ kind: 'logs-forwarded', group: filter.group, lines: batch.length, destination }, cause, id);
    });
  };

  const createGroup: Logs['createGroup'] = ({ name, retentionDays }) => {
    const group = { name, retentionDays, streams: groups.get(name)?.streams ?? {} };
    groups.set(name, group);
    keep(group);
  };

  const writeEvents: Logs['writeEvents'] = (groupName, stream, written, cause) => {
    const group = groups.get(groupName);
    if (group === undefined || !mayEncrypt(groupName)) return;
    const now = Math.floor(clock.now());
    const events = written.map((line) => ({
      id: randomUUID(),
      ...line,
      ...(line.timestamp !== now && { ingestedAt: now }),
    }));
    const isNew = group.streams[stream] === undefined;
    const own = streamOf(group, stream);
    // add lines one by one, because there can be more lines than a JavaScript call accepts as arguments
    for (const event of events) own.push(event);
    if (own.values.length >= maxLines + linesCut) own.drop(own.values.length - maxLines);
    if (isNew) keep(group);
    metrics.record({
      metric: 'aws.logs.incoming_log_events',
      tags: { loggroupname: groupName },
      value: events.length,
      at: clock.now(),
    });
    if (bus.isRecorded && cause !== undefined) {
      const read = () => written.map(({ message }) => message.trimEnd()).join('\n');
      const context = { payloads: [{ label: 'log', read }] } as const;
      bus.emit({ kind: 'log-written', group: groupName, lines: events.length }, cause, undefined, context);
    }
    const { followed } = options;
    if (followed !== undefined) {
      for (const { message: line } of events)
        if (line.includes(followed)) bus.emit({ kind: 'logged', group: groupName, line }, cause);
    }
    for (const own of events.flatMap(({ message }) => embeddedMetrics(message)))
      metrics.record({ ...own, at: Math.floor(clock.now()), causes: [cause] });
    for (const { filter, pattern } of subscriptions.get(groupName) ?? []) {
      const matching = events.filter((event) => pattern.matches(event.message));
      if (matching.length > 0) collect(filter, stream, matching, cause);
    }
  };

  return {
    createGroup,
    openGroup(name, may) {
      if (!groups.has(name) && may()) createGroup({ name, retentionDays: 0 });
    },
    createStream(groupName, stream) {
      const group = find(groupName);
      if (group.streams[stream] !== undefined) return;
      streamOf(group, stream);
      keep(group);
    },
    subscribe(filter) {
      const pattern = parseFilterPattern(filter.pattern);
      subscriptions.set(filter.group, [...(subscriptions.get(filter.group) ?? []), { filter, pattern }]);
    },
    unsubscribe: ({ group, name }) =>
      void subscriptions.set(
        group,
        (subscriptions.get(group) ?? []).filter(({ filter }) => filter.name !== name),
      ),
    removeGroup(name) {
      // a group that is created again has no lines
      for (const stream of Object.keys(groups.get(name)?.streams ?? {})) {
        const own = lines.get(keyOf(name, stream));
        own?.drop(own.values.length);
      }
      groups.delete(name);
      subscriptions.delete(name);
      kept.delete(name);
    },
    writeEvents,
    write(groupName, stream, messages, cause) {
      const timestamp = Math.floor(clock.now());
      writeEvents(
        groupName,
        stream,
        messages.map((message) => ({ timestamp, message })),
        cause,
      );
    },
    groups: () => [...groups.values()],
    group: find,
    saveQuery: (query) => void queries.set(query.id, query),
    removeQuery: (id) => void queries.delete(id),
    queries: () => [...queries.values()],
  };
}
