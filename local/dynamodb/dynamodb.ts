import { z } from 'zod';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import { parseBody } from '../gateway/json-api';
import { AwsError, type AwsResponse, type ServiceApi, serviceApi } from '../gateway/request';
import type { MetricStore } from '../metrics';
import { askingForCapacity, itemCall, readCapacity } from './capacity';
import { pointsOf } from './table-metrics';
import { type DynamoAnswer, errorCode, errorIn, startWorker, throttledAnswer } from './thread';
import { createThroughput, type Provisioned } from './throughput';

export interface KeyAttribute {
  name: string;
  type: string;
}

export interface Table {
  name: string;
  hashKey: KeyAttribute;
  rangeKey: KeyAttribute | undefined;
  indexes: { name: string; hashKey: KeyAttribute; rangeKey: KeyAttribute | undefined }[];
  /** undefined where it is paid by request. */
  provisioned: Provisioned | undefined;
}

export interface DynamoDb {
  api: ServiceApi;
  createTable(table: Table): Promise<void>;
  /** Writes one item, its columns in DynamoDB's own notation, as a rule's action does. @throws Error as DynamoDB answers */
  put(tableName: string, item: Record<string, object>, cause: number | undefined): Promise<void>;
  /** Names of the tables, in the order of their creation. */
  tables(): string[];
  close(): Promise<void>;
}

const Write = z.object({
  TableName: z.string(),
  Item: z.record(z.string(), z.unknown()).optional(),
  Key: z.record(z.string(), z.unknown()).optional(),
});

/** What dynalite 4 answers. */
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
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
];

const writes: Record<string, string> = { PutItem: 'put', UpdateItem: 'update', DeleteItem: 'delete' };

const notServed = (operation: string) =>
  new AwsError(
    'UnknownOperationException',
    `dynamodb.${operation || '(none)'} is not served locally; known: ${operations.join(', ')}`,
    501,
  );

/** An item as a person reads it: `{thing: light-1, since: 1732…}`. */
function brief(item: Record<string, unknown>): string {
  const parts = Object.entries(item).map(([name, value]) => {
    const inner = typeof value === 'object' && value !== null ? Object.values(value)[0] : value;
    const text = Array.isArray(inner) ? '[…]' : typeof inner === 'object' ? '{…}' : String(inner);
    return `${name}: ${text.length > 24 ? `${text.slice(0, 23)}…` : text}`;
  });
  return `{${parts.join(', ')}}`;
}

/**
 * DynamoDB: dynalite in a thread of its own.
 * Not there: transactions, streams, time to live, point-in-time recovery (dynalite has none of them).
 */
export function startDynamoDb(options: { clock: Clock; bus: EventBus; metrics: MetricStore }): DynamoDb {
  const { clock, bus, metrics } = options;
  const worker = startWorker();
  const throughput = createThroughput(clock);

  /** A call as DynamoDB answers it, refused where nothing is left of a table's capacity, and measured. */
  const run = async (operation: string, input: unknown, body: Uint8Array): Promise<DynamoAnswer> => {
    const call = itemCall(operation, input);
    if (call === undefined) return worker.call(operation, body);
    const started = clock.real.now();
    const given =
      throughput.exhausted(call.tables, call.kind) === undefined
        ? await worker.call(operation, askingForCapacity(call, body))
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

  const internal = async (operation: string, input: object): Promise<void> => {
    const answer = await run(operation, input, Buffer.from(JSON.stringify(input)));
    if (answer.status >= 300) throw errorIn(answer);
  };

  const tell = (operation: string, input: unknown, cause: number | undefined) => {
    const verb = writes[operation];
    const write = verb === undefined ? undefined : Write.safeParse(input).data;
    if (verb === undefined || write === undefined) return;
    bus.tell(
      { kind: 'table-written', table: write.TableName, operation: verb, item: brief(write.Item ?? write.Key ?? {}) },
      cause,
    );
  };

  const tables: string[] = [];
  return {
    close: worker.close,
    tables: () => tables,
    api: serviceApi(operations, async (request): Promise<AwsResponse> => {
      const operation = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
      // dynalite refuses without a word
      if (!operations.includes(operation)) throw notServed(operation);
      const input = parseBody(request.body);
      const answer = await run(operation, input, request.body);
      if (answer.status < 300) tell(operation, input, request.cause);
      return {
        status: answer.status,
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-crc32': answer.crc32 },
        body: answer.body,
      };
    }),
    async createTable({ name, hashKey, rangeKey, indexes, provisioned }) {
      tables.push(name);
      if (provisioned !== undefined) throughput.provision(name, provisioned);
      const keys = [hashKey, rangeKey, ...indexes.flatMap((index) => [index.hashKey, index.rangeKey])];
      const attributes = new Map(keys.flatMap((key) => (key === undefined ? [] : [[key.name, key.type] as const])));
      const schema = (hash: KeyAttribute, range: KeyAttribute | undefined) => [
        { AttributeName: hash.name, KeyType: 'HASH' },
        ...(range === undefined ? [] : [{ AttributeName: range.name, KeyType: 'RANGE' }]),
      ];
      await internal('CreateTable', {
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
      });
    },
    async put(tableName, item, cause) {
      const input = { TableName: tableName, Item: item };
      await internal('PutItem', input);
      tell('PutItem', input, cause);
    },
  };
}
