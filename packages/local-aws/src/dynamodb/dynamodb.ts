import type { AwsAccount } from '../aws-account';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import { fieldsOf, json, parseBody } from '../gateway/json-api';
import { type AwsResponse, type ServiceApi, serviceApi } from '../gateway/service-api';
import { unsupportedOperation } from '../gateway/unsupported-operation';
import type { MetricStore } from '../metrics';
import type { Store } from '../store';
import { itemCall, readCapacity, withCapacityRequest } from './capacity';
import { createTableInput, Description, shapeIn, type Table } from './declared-table';
import { createWorker, errorCode, errorIn, throttledAnswer } from './dynalite-thread';
import type { DynamoAnswer } from './dynamo-answer';
import { createIdempotentCalls } from './idempotent-calls';
import { selectFault } from './select-faults';
import { createStreams, type Streams, type TableStream } from './streams';
import { streamOperations } from './streams-api';
import { pointsOf } from './table-metrics';
import { tableName, withTableNames } from './table-names';
import { tableStreamCalls } from './table-streams';
import { createThroughput } from './throughput';
import { createTimeToLive } from './time-to-live';
import { timeToLiveCalls } from './time-to-live-calls';
import { writesOf } from './writes';

export interface DynamoDb {
  api: ServiceApi;
  /**
   * Creates a table if it does not exist. An existing table keeps its items.
   * @returns the table's stream
   * @throws Error if the existing table has different keys or indexes
   */
  createTable(table: Table): Promise<TableStream | undefined>;
  /**
   * Writes a declared item if the table contains no item with its key, or replaces the item.
   * @throws Error with DynamoDB's message if the item is invalid
   */
  declareItem(declared: {
    table: string;
    item: Record<string, unknown>;
    key: string;
    isUpdate: boolean;
  }): Promise<void>;
  deleteItem(table: string, key: Record<string, unknown>): Promise<void>;
  tagTable(tableArn: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Deletes a table and its items. */
  deleteTable(name: string): Promise<void>;
  /**
   * Writes an item in DynamoDB JSON for an AWS IoT rule action.
   * @throws Error with DynamoDB's message if the write fails
   */
  put(tableName: string, item: Record<string, object>, cause: number | undefined): Promise<void>;
  streams: Streams;
  /** Returns the names of the tables, in order of creation. */
  tables(): string[];
  /** Starts the thread early, so that it loads while other services start. */
  start(): void;
  close(): Promise<void>;
}

interface Call {
  readonly operation: string;
  readonly input: unknown;
  /** Input as JSON. */
  readonly body: Uint8Array;
  /** ID of the event that caused the call. */
  readonly cause?: number | undefined;
}

/** Operations that dynalite 4 supports, transactions, time to live and streams. */
const operations = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeStream',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'GetRecords',
  'GetShardIterator',
  'ListStreams',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'TransactGetItems',
  'TransactWriteItems',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
  'UpdateTimeToLive',
];

/**
 * Starts the DynamoDB emulator, dynalite, in a separate thread. It does not support point-in-time recovery.
 * Transactions are run with dynalite's operations for single items, and expired items are deleted by scans.
 */
export function startDynamoDb(options: {
  clock: Clock;
  bus: EventBus;
  metrics: MetricStore;
  store: Store;
  place: Pick<AwsAccount, 'region' | 'account'>;
  /** Folder for the tables; undefined keeps them in memory. */
  path?: string | undefined;
  /** Called once, with the reason, when the tables are no longer available. */
  failed(reason: string): void;
}): DynamoDb {
  const { clock, bus, metrics } = options;
  const worker = createWorker(options.path, options.failed, (changes) => streams.note(changes));
  const streams = createStreams({ ...options, watch: worker.watch });
  const throughput = createThroughput(clock);
  const once = createIdempotentCalls(clock);

  /** Adds the tags of a new table, which dynalite ignores. */
  const addTags = async (input: unknown, { body }: DynamoAnswer): Promise<void> => {
    const { Tags: tags } = fieldsOf(input);
    const { TableArn: arn } = fieldsOf(fieldsOf(JSON.parse(body))['TableDescription']);
    if (Array.isArray(tags) && tags.length > 0) await direct('TagResource', { ResourceArn: arn, Tags: tags });
  };

  /** Runs a call, and notes what affects time to live. */
  const runAndNote = async ({ operation, input, body, cause }: Call): Promise<DynamoAnswer> => {
    const runTimeToLive = ofTimeToLive.get(operation);
    if (runTimeToLive !== undefined) return runTimeToLive(input);
    const answer = ofTables.has(operation)
      ? await ofTables.run(operation, input)
      : await run({ operation, input, body, cause });
    if (answer.status >= 300) return answer;
    timeToLive.noteCall(operation, input);
    if (operation === 'CreateTable') await addTags(input, answer);
    const { TableName: table } = fieldsOf(input);
    if (operation === 'DeleteTable' && typeof table === 'string') timeToLive.forget(tableName(table));
    return answer;
  };

  /** Runs a call, or throttles it if a table has no capacity left, and records its metrics. */
  const run = async ({ operation, input, body, cause }: Call): Promise<DynamoAnswer> => {
    const call = itemCall(operation, input);
    if (call === undefined) return worker.call(operation, body);
    const started = clock.real.now();
    const given =
      selectFault(operation, input) ??
      (throughput.exhausted(call.tables, call.kind) === undefined
        ? await worker.call(operation, withCapacityRequest(call, body))
        : throttledAnswer());
    const { answer, consumed, items } = readCapacity(call, given);
    throughput.spend(consumed, call.kind);
    const error = errorCode(answer);
    const milliseconds = clock.real.now() - started;
    const { status } = answer;
    const at = clock.now();
    for (const point of pointsOf({ ...call, milliseconds, consumed, items, status, error }))
      metrics.record({ ...point, at, causes: [cause] });
    return answer;
  };

  const direct = (operation: string, input: object) => worker.call(operation, Buffer.from(JSON.stringify(input)));
  const keySchemaOf = async (table: string) => {
    const answer = await direct('DescribeTable', { TableName: table });
    return answer.status >= 300 ? [] : Description.parse(JSON.parse(answer.body)).Table.KeySchema;
  };
  const timeToLive = createTimeToLive({
    ...options,
    call: (operation, input) =>
      worker.call(operation, Buffer.from(JSON.stringify(input)), { isExpiry: operation === 'DeleteItem' }),
    keysOf: async (table) => (await keySchemaOf(table)).map(({ AttributeName }) => AttributeName),
  });
  const ofTables = tableStreamCalls(streams, direct);
  const ofStreams = streamOperations({ streams, now: clock.now, region: options.place.region, keySchemaOf });

  const ofTimeToLive = timeToLiveCalls(timeToLive, direct);

  const internal = async (operation: string, input: object): Promise<DynamoAnswer> => {
    const answer = await runAndNote({ operation, input, body: Buffer.from(JSON.stringify(input)) });
    if (answer.status >= 300) throw errorIn(answer);
    return answer;
  };

  /** Returns a table's keys and indexes as text, or undefined if the table does not exist. */
  const shapeOf = async (name: string): Promise<string | undefined> => {
    const input = { TableName: name };
    const answer = await worker.call('DescribeTable', Buffer.from(JSON.stringify(input)));
    return answer.status >= 300 ? undefined : shapeIn(Description.parse(JSON.parse(answer.body)).Table);
  };

  /** Waits until a table accepts items, because dynalite creates tables in the background. */
  const waitUntilActive = async (table: string): Promise<void> => {
    for (;;) {
      const answer = await direct('DescribeTable', { TableName: table });
      if (answer.status >= 300) throw errorIn(answer);
      if (fieldsOf(fieldsOf(JSON.parse(answer.body))['Table'])['TableStatus'] === 'ACTIVE') return;
      await new Promise<void>((resolve) => options.clock.real.after(5, resolve));
    }
  };

  /** Runs a transaction, or returns the response to the earlier transaction with the same token. */
  const runOnce = (input: unknown, runNow: () => Promise<DynamoAnswer>): Promise<DynamoAnswer> => {
    const { ClientRequestToken: token, ReturnConsumedCapacity: _, ...fields } = fieldsOf(input);
    return typeof token === 'string' ? once(token, fields, runNow) : runNow();
  };

  const publishWrites = (operation: string, input: unknown, answer: string, cause: number | undefined) => {
    const payloads = [{ label: 'item', read: () => input }] as const;
    for (const write of writesOf(operation, input, answer))
      bus.emit({ kind: 'table-written', ...write }, cause, undefined, { payloads });
  };

  const tables: string[] = [];
  return {
    start: () => void worker.start(),
    close() {
      timeToLive.stop();
      return worker.close();
    },
    tables: () => tables,
    streams,
    api: serviceApi(operations, async (request): Promise<AwsResponse> => {
      const operation = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
      // unknown operations are rejected here, because dynalite's error has no message
      if (!operations.includes(operation)) throw unsupportedOperation('dynamodb', operation || '(none)', operations);
      const sent = parseBody(request.body);
      const named = withTableNames(sent, request.body);
      const input = named ?? sent;
      const body = named === undefined ? request.body : Buffer.from(JSON.stringify(named));
      const ofStream = ofStreams[operation];
      if (ofStream !== undefined) return json(await ofStream(input, request));
      let isRepeated = true;
      const runNow = () => {
        isRepeated = false;
        return runAndNote({ operation, input, body, cause: request.cause });
      };
      const answer = operation === 'TransactWriteItems' ? await runOnce(input, runNow) : await runNow();
      if (answer.status < 300 && !isRepeated) publishWrites(operation, input, answer.body, request.cause);
      return {
        status: answer.status,
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-crc32': answer.crc32 },
        body: answer.body,
      };
    }),
    async createTable(table) {
      const { name, provisioned, timeToLive: expiry, streamView } = table;
      if (!tables.includes(name)) tables.push(name);
      if (provisioned !== undefined) throughput.provision(name, provisioned);
      const declared = createTableInput(table);
      const kept = await shapeOf(name);
      if (kept === undefined) await internal('CreateTable', declared);
      else if (kept !== shapeIn(declared)) {
        throw new Error(
          `the table ${name} in --data has different keys or indexes (${kept}); delete the table there, or choose another folder`,
        );
      }
      if (expiry !== undefined) timeToLive.declare(name, expiry.isEnabled ? expiry.attribute : undefined);
      const stream = streams.of(name);
      if (stream?.viewType === streamView) return stream;
      if (stream !== undefined) streams.disable(name);
      return streamView === undefined ? undefined : streams.enable(name, streamView);
    },
    async declareItem({ table, item, key, isUpdate }) {
      const input = { TableName: table, Item: item };
      const condition = {
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': key },
      };
      await waitUntilActive(table);
      const call = isUpdate ? input : { ...input, ...condition };
      const body = Buffer.from(JSON.stringify(call));
      const answer = await runAndNote({ operation: 'PutItem', input: call, body });
      if (answer.status >= 300 && errorCode(answer) !== 'ConditionalCheckFailedException') throw errorIn(answer);
    },
    async tagTable(tableArn, tags) {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const answer = await direct('TagResource', { ResourceArn: tableArn, Tags });
      if (answer.status >= 300) throw errorIn(answer);
    },
    async deleteItem(table, key) {
      await internal('DeleteItem', { TableName: table, Key: key });
    },
    async deleteTable(name) {
      await internal('DeleteTable', { TableName: name });
      tables.splice(tables.indexOf(name), 1);
      // dynalite deletes a table in the background
      while ((await shapeOf(name)) !== undefined)
        await new Promise<void>((resolve) => options.clock.real.after(5, resolve));
    },
    async put(tableName, item, cause) {
      const input = { TableName: tableName, Item: item };
      const { body } = await internal('PutItem', input);
      publishWrites('PutItem', input, body, cause);
    },
  };
}
