import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { EventBus } from '../events';
import { parseBody } from '../gateway/json-api';
import { AwsError, type AwsResponse, type ServiceApi, serviceApi } from '../gateway/request';
import { workerFile } from '../worker-file';

export interface DynamoCall {
  id: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface DynamoAnswer {
  id: number;
  status: number;
  crc32: string;
  body: string;
}

export interface KeyAttribute {
  name: string;
  type: string;
}

export interface Table {
  name: string;
  hashKey: KeyAttribute;
  rangeKey: KeyAttribute | undefined;
  indexes: { name: string; hashKey: KeyAttribute; rangeKey: KeyAttribute | undefined }[];
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

/** dynalite wants to see a signature, but judges none; the gateway has verified the caller's. */
const unsigned = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
  'x-amz-date': '20260101T000000Z',
};

const Write = z.object({
  TableName: z.string(),
  Item: z.record(z.string(), z.unknown()).optional(),
  Key: z.record(z.string(), z.unknown()).optional(),
});

const ErrorBody = z.object({ __type: z.string(), message: z.string().optional(), Message: z.string().optional() });

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

function startWorker() {
  const worker = new Worker(workerFile('dynamodb-worker'));
  const waiting = new Map<number, (answer: DynamoAnswer) => void>();
  let count = 0;
  worker.on('message', (answer: DynamoAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  return {
    call: (headers: Record<string, string>, body: Uint8Array) =>
      new Promise<DynamoAnswer>((resolve) => {
        const call: DynamoCall = { id: ++count, headers, body };
        waiting.set(call.id, resolve);
        worker.postMessage(call);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}

/**
 * DynamoDB: dynalite in a thread of its own.
 * Not there: transactions, streams, time to live, point-in-time recovery (dynalite has none of them).
 */
export function startDynamoDb({ bus }: { bus: EventBus }): DynamoDb {
  const worker = startWorker();

  const internal = async (operation: string, input: object): Promise<void> => {
    const headers = {
      ...unsigned,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    };
    const answer = await worker.call(headers, Buffer.from(JSON.stringify(input)));
    if (answer.status < 300) return;
    const error = ErrorBody.parse(JSON.parse(answer.body));
    throw new AwsError(
      error.__type.split('#').at(-1) ?? 'InternalFailure',
      error.message ?? error.Message ?? '',
      answer.status,
    );
  };

  const tell = (operation: string | undefined, input: unknown, cause: number | undefined) => {
    const verb = writes[operation ?? ''];
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
      const target = request.headers['x-amz-target'] ?? '';
      const operation = target.split('.').at(-1) ?? '';
      // dynalite refuses without a word
      if (!operations.includes(operation)) throw notServed(operation);
      const answer = await worker.call(
        { ...unsigned, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
        request.body,
      );
      const isWrite = writes[operation] !== undefined;
      if (answer.status < 300 && isWrite) tell(operation, parseBody(request.body), request.cause);
      return {
        status: answer.status,
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-crc32': answer.crc32 },
        body: answer.body,
      };
    }),
    async createTable({ name, hashKey, rangeKey, indexes }) {
      tables.push(name);
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
