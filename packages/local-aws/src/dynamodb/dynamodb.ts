import { z } from 'zod';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import { fieldsOf, parseBody } from '../gateway/json-api';
import { type AwsResponse, type ServiceApi, serviceApi } from '../gateway/request';
import { unsupportedOperation } from '../gateway/unsupported-operation';
import type { MetricStore } from '../metrics';
import type { Store } from '../store';
import { itemCall, readCapacity, withCapacityRequest } from './capacity';
import { createWorker, errorCode, errorIn, throttledAnswer } from './dynalite-thread';
import type { DynamoAnswer } from './dynamo-answer';
import { tableName } from './expiring-writes';
import { createIdempotentCalls } from './idempotent-calls';
import { pointsOf } from './table-metrics';
import { createThroughput, type Provisioned } from './throughput';
import { createTimeToLive } from './time-to-live';
import { timeToLiveCalls } from './time-to-live-calls';
import { writesOf } from './writes';

export interface KeyAttribute {
  name: string;
  type: string;
}

export interface Table {
  name: string;
  hashKey: KeyAttribute;
  rangeKey: KeyAttribute | undefined;
  indexes: { name: string; hashKey: KeyAttribute; rangeKey: KeyAttribute | undefined }[];
  /** Local secondary indexes, which share the table's hash key but have their own range key. */
  orders: { name: string; rangeKey: KeyAttribute }[];
  /** Provisioned capacity; undefined if the capacity is on demand. */
  provisioned: Provisioned | undefined;
  /** Time to live; undefined keeps the current setting, as Terraform does. */
  timeToLive: { attribute: string; isEnabled: boolean } | undefined;
}

export interface DynamoDb {
  api: ServiceApi;
  /**
   * Creates a table if it does not exist. An existing table keeps its items.
   * @throws Error if the existing table has different keys or indexes
   */
  createTable(table: Table): Promise<void>;
  /** Deletes a table and its items. */
  deleteTable(name: string): Promise<void>;
  /**
   * Writes an item in DynamoDB JSON for an AWS IoT rule action.
   * @throws Error with DynamoDB's message if the write fails
   */
  put(tableName: string, item: Record<string, object>, cause: number | undefined): Promise<void>;
  /** Returns the names of the tables, in order of creation. */
  tables(): string[];
  /** Starts the thread early, so that it loads while other services start. */
  start(): void;
  close(): Promise<void>;
}

/** Operations that dynalite 4 supports, transactions and time to live. */
const operations = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
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

const Keys = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const Indexes = z.array(z.object({ IndexName: z.string(), KeySchema: Keys })).default([]);
const Shape = z.object({
  KeySchema: Keys,
  GlobalSecondaryIndexes: Indexes,
  LocalSecondaryIndexes: Indexes,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
});
const Description = z.object({ Table: Shape });

/** Returns a string that is equal for tables with the same keys and indexes. */
function shapeIn(described: z.input<typeof Shape>): string {
  const { KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes, AttributeDefinitions } = Shape.parse(described);
  const types = new Map(AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  const keys = (schema: z.infer<typeof Keys>) =>
    schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName} ${types.get(AttributeName)}`).join(', ');
  const all = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes];
  const indexes = all.map((index) => `${index.IndexName}: ${keys(index.KeySchema)}`).sort();
  return [keys(KeySchema), ...indexes].join('; ');
}

/**
 * Starts the DynamoDB emulator, dynalite, in a separate thread. dynalite does not support streams or point-in-time
 * recovery. Transactions are run with dynalite's operations for single items, and expired items are deleted by scans.
 */
export function startDynamoDb(options: {
  clock: Clock;
  bus: EventBus;
  metrics: MetricStore;
  store: Store;
  /** Folder for the tables; undefined keeps them in memory. */
  path?: string | undefined;
  /** Called once, with the reason, when the tables are no longer available. */
  failed(reason: string): void;
}): DynamoDb {
  const { clock, bus, metrics } = options;
  const worker = createWorker(options.path, options.failed);
  const throughput = createThroughput(clock);
  const once = createIdempotentCalls(clock);

  /** Runs a call, and notes what affects time to live. */
  const runAndNote = async (operation: string, input: unknown, body: Uint8Array): Promise<DynamoAnswer> => {
    const runTimeToLive = ofTimeToLive.get(operation);
    if (runTimeToLive !== undefined) return runTimeToLive(input);
    const answer = await run(operation, input, body);
    if (answer.status >= 300) return answer;
    timeToLive.noteCall(operation, input);
    const { TableName: table } = fieldsOf(input);
    if (operation === 'DeleteTable' && typeof table === 'string') timeToLive.forget(tableName(table));
    return answer;
  };

  /** Runs a call, or throttles it if a table has no capacity left, and records its metrics. */
  const run = async (operation: string, input: unknown, body: Uint8Array): Promise<DynamoAnswer> => {
    const call = itemCall(operation, input);
    if (call === undefined) return worker.call(operation, body);
    const started = clock.real.now();
    const given =
      throughput.exhausted(call.tables, call.kind) === undefined
        ? await worker.call(operation, withCapacityRequest(call, body))
        : throttledAnswer();
    const { answer, consumed, items } = readCapacity(call, given);
    throughput.spend(consumed, call.kind);
    const error = errorCode(answer);
    const milliseconds = clock.real.now() - started;
    const { status } = answer;
    const at = clock.now();
    for (const point of pointsOf({ ...call, milliseconds, consumed, items, status, error }))
      metrics.record({ ...point, at });
    return answer;
  };

  const direct = (operation: string, input: object) => worker.call(operation, Buffer.from(JSON.stringify(input)));
  const timeToLive = createTimeToLive({
    ...options,
    call: direct,
    async keysOf(table) {
      const answer = await direct('DescribeTable', { TableName: table });
      if (answer.status >= 300) return [];
      return Description.parse(JSON.parse(answer.body)).Table.KeySchema.map(({ AttributeName }) => AttributeName);
    },
  });

  const ofTimeToLive = timeToLiveCalls(timeToLive, direct);

  const internal = async (operation: string, input: object): Promise<DynamoAnswer> => {
    const answer = await runAndNote(operation, input, Buffer.from(JSON.stringify(input)));
    if (answer.status >= 300) throw errorIn(answer);
    return answer;
  };

  /** Returns a table's keys and indexes as text, or undefined if the table does not exist. */
  const shapeOf = async (name: string): Promise<string | undefined> => {
    const input = { TableName: name };
    const answer = await worker.call('DescribeTable', Buffer.from(JSON.stringify(input)));
    return answer.status >= 300 ? undefined : shapeIn(Description.parse(JSON.parse(answer.body)).Table);
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
    api: serviceApi(operations, async (request): Promise<AwsResponse> => {
      const operation = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
      // unknown operations are rejected here, because dynalite's error has no message
      if (!operations.includes(operation)) throw unsupportedOperation('dynamodb', operation || '(none)', operations);
      const input = parseBody(request.body);
      let isRepeated = true;
      const runNow = () => {
        isRepeated = false;
        return runAndNote(operation, input, request.body);
      };
      const answer = operation === 'TransactWriteItems' ? await runOnce(input, runNow) : await runNow();
      if (answer.status < 300 && !isRepeated) publishWrites(operation, input, answer.body, request.cause);
      return {
        status: answer.status,
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-crc32': answer.crc32 },
        body: answer.body,
      };
    }),
    async createTable({ name, hashKey, rangeKey, indexes, orders, provisioned, timeToLive: expiry }) {
      if (!tables.includes(name)) tables.push(name);
      if (provisioned !== undefined) throughput.provision(name, provisioned);
      const ofIndexes = [
        ...indexes.map((index) => index.hashKey),
        ...[...indexes, ...orders].map((one) => one.rangeKey),
      ];
      const keys = [hashKey, rangeKey, ...ofIndexes];
      const attributes = new Map(keys.flatMap((key) => (key === undefined ? [] : [[key.name, key.type] as const])));
      const schema = (hash: KeyAttribute, range: KeyAttribute | undefined) => [
        { AttributeName: hash.name, KeyType: 'HASH' },
        ...(range === undefined ? [] : [{ AttributeName: range.name, KeyType: 'RANGE' }]),
      ];
      const declared = {
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [...attributes].map(([AttributeName, AttributeType]) => ({
          AttributeName,
          AttributeType,
        })),
        KeySchema: schema(hashKey, rangeKey),
        ...(indexes.length === 0
          ? {}
          : {
              GlobalSecondaryIndexes: indexes.map((index) => ({
                IndexName: index.name,
                KeySchema: schema(index.hashKey, index.rangeKey),
                Projection: { ProjectionType: 'ALL' },
              })),
            }),
        ...(orders.length > 0 && {
          LocalSecondaryIndexes: orders.map((order) => ({
            IndexName: order.name,
            KeySchema: schema(hashKey, order.rangeKey),
            Projection: { ProjectionType: 'ALL' },
          })),
        }),
      };
      const kept = await shapeOf(name);
      if (kept === undefined) await internal('CreateTable', declared);
      else if (kept !== shapeIn(declared)) {
        throw new Error(
          `the table ${name} in --data has different keys or indexes (${kept}); delete the table there, or choose another folder`,
        );
      }
      if (expiry !== undefined) timeToLive.declare(name, expiry.isEnabled ? expiry.attribute : undefined);
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
