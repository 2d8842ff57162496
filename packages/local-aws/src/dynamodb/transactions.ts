import { crc32 } from 'node:zlib';
import * as z from 'zod';
import type { requestsTo } from './dynalite-internals';
import type { DynamoAnswer } from './dynamo-answer';
import type { StagedWrites } from './staged-writes';

type Answer = Omit<DynamoAnswer, 'id'>;

const Request = z.looseObject({ TableName: z.string() });
const Write = z.object({
  ConditionCheck: Request.optional(),
  Delete: Request.optional(),
  Put: Request.optional(),
  Update: Request.optional(),
});
const Requested = z.object({
  TransactItems: z.array(z.unknown()).default([]),
  ReturnConsumedCapacity: z.string().default('NONE'),
});

/** dynalite's operation for each kind of write. A condition check is a deletion whose write is discarded. */
const operationOf = {
  ConditionCheck: 'DeleteItem',
  Delete: 'DeleteItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
} as const;
const kinds = ['ConditionCheck', 'Delete', 'Put', 'Update'] as const;

/** Maximum number of items in a transaction (developer guide, "Constraints in Amazon DynamoDB", "Transactions"). */
const itemsAtMost = 100;

const Answered = z.looseObject({
  __type: z.string().optional(),
  message: z.string().optional(),
  Item: z.unknown().optional(),
  ConsumedCapacity: z.object({ TableName: z.string(), CapacityUnits: z.number() }).optional(),
});

interface Reason {
  readonly Code: string;
  readonly Message?: string | undefined;
  readonly Item?: unknown;
}

/** Part of a request, and the request that dynalite runs for it. */
interface Part {
  readonly kind: (typeof kinds)[number];
  readonly request: z.infer<typeof Request>;
}

/** Operations that this file runs with dynalite's operations for single items. */
export const transactions: ReadonlySet<string> = new Set(['TransactGetItems', 'TransactWriteItems']);

/**
 * Returns a function that runs a transaction. dynalite has no transactions, so each part runs as a call for one item.
 * The writes are staged and then committed in one batch. No other call may run during a transaction. Source: DynamoDB
 * API reference, "TransactWriteItems", "TransactGetItems".
 */
export function runTransactions(send: ReturnType<typeof requestsTo>, staged: StagedWrites) {
  const call = (operation: string, request: object): Promise<Answer> =>
    new Promise((resolve) => send(operation, JSON.stringify({ ...request, ReturnConsumedCapacity: 'TOTAL' }), resolve));

  return async (operation: string, body: string): Promise<Answer> => {
    const requested = Requested.safeParse(JSON.parse(body));
    if (!requested.success) return answerOf(400, { __type: 'com.amazon.coral.service#SerializationException' });
    const { TransactItems: items, ReturnConsumedCapacity } = requested.data;
    if (items.length === 0 || items.length > itemsAtMost)
      return invalid(
        `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${items.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${itemsAtMost}`}`,
      );
    staged.begin();
    try {
      const { answer, capacity } = operation === 'TransactGetItems' ? await read(items) : await write(items);
      if (answer.status < 300) await staged.commit();
      else staged.discard();
      return ReturnConsumedCapacity === 'NONE' || answer.status >= 300
        ? answer
        : ok({ ...fieldsIn(answer), ConsumedCapacity: capacityOf(capacity, operation) });
    } catch (error) {
      staged.discard();
      throw error;
    }
  };

  async function read(items: readonly unknown[]): Promise<Outcome> {
    const capacity: Capacity = new Map();
    const Responses: object[] = [];
    for (const item of items) {
      const parsed = z.object({ Get: Request }).safeParse(item);
      if (!parsed.success) return { answer: invalid('TransactItems can only contain Get'), capacity };
      const answer = await call('GetItem', { ...parsed.data.Get, ConsistentRead: true });
      if (answer.status >= 300) return { answer, capacity };
      const { Item } = add(capacity, answer);
      Responses.push(Item === undefined ? {} : { Item });
    }
    return { answer: ok({ Responses }), capacity };
  }

  async function write(items: readonly unknown[]): Promise<Outcome> {
    const capacity: Capacity = new Map();
    const reasons: Reason[] = [];
    const written = new Set<string>();
    for (const item of items) {
      const part = partIn(item);
      if (part === undefined)
        return { answer: invalid('TransactItems can only contain one of Check, Put, Update or Delete'), capacity };
      const earlier = staged.readKeys.length;
      const restore = part.kind === 'ConditionCheck' ? staged.savepoint() : undefined;
      const answer = await call(operationOf[part.kind], part.request);
      restore?.();
      const keys = staged.readKeys.slice(earlier);
      const key = keys.find((one) => one.startsWith('item-'));
      if (key !== undefined && written.has(key))
        return { answer: invalid('Transaction request cannot include multiple operations on one item'), capacity };
      if (key !== undefined) written.add(key);
      const reason = reasonIn(answer);
      // dynalite validates a request before it reads the table and the item
      if (reason === undefined || (reason.Code === 'ValidationError' && keys.length === 0)) return { answer, capacity };
      reasons.push(reason);
      if (answer.status < 300) add(capacity, answer);
    }
    return { answer: reasons.every(({ Code }) => Code === 'None') ? ok({}) : cancelled(reasons), capacity };
  }
}

interface Outcome {
  readonly answer: Answer;
  readonly capacity: Capacity;
}

/** Capacity units by table. */
type Capacity = Map<string, number>;

function partIn(item: unknown): Part | undefined {
  const { data = {} } = Write.safeParse(item);
  const parts = kinds.flatMap((kind): Part[] => {
    const request = data[kind];
    return request === undefined ? [] : [{ kind, request }];
  });
  return parts.length === 1 ? parts[0] : undefined;
}

const fieldsIn = ({ body }: Answer) => Answered.parse(JSON.parse(body));

/** A transactional call consumes twice the capacity, because each item is prepared and then committed or read. */
const transactional = 2;

function add(capacity: Capacity, answer: Answer): z.infer<typeof Answered> {
  const fields = fieldsIn(answer);
  const { TableName: table = '', CapacityUnits: units = 0 } = fields.ConsumedCapacity ?? {};
  capacity.set(table, (capacity.get(table) ?? 0) + transactional * units);
  return fields;
}

function capacityOf(capacity: Capacity, operation: string): readonly object[] {
  const member = operation === 'TransactGetItems' ? 'ReadCapacityUnits' : 'WriteCapacityUnits';
  return [...capacity].map(([TableName, units]) => ({ TableName, CapacityUnits: units, [member]: units }));
}

/** Returns a part's entry in `CancellationReasons`, or undefined if the error concerns the whole transaction. */
function reasonIn(answer: Answer): Reason | undefined {
  if (answer.status < 300) return { Code: 'None' };
  const { __type = '', message, Item } = fieldsIn(answer);
  switch (__type.split('#').at(-1)) {
    case 'ConditionalCheckFailedException':
      return { Code: 'ConditionalCheckFailed', Message: message, ...(Item !== undefined && { Item }) };
    case 'ValidationException':
      return { Code: 'ValidationError', Message: message };
    default:
      return undefined;
  }
}

const cancelled = (reasons: readonly Reason[]): Answer =>
  answerOf(400, {
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    CancellationReasons: reasons,
  });

const invalid = (message: string): Answer =>
  answerOf(400, { __type: 'com.amazon.coral.validate#ValidationException', message });

const ok = (fields: object): Answer => answerOf(200, fields);

function answerOf(status: number, fields: object): Answer {
  const body = JSON.stringify(fields);
  return { status, crc32: String(crc32(body)), body };
}
