import { z } from 'zod';
import { transactionParts } from './transaction-parts';

/** Write operation on a table, as shown on the screen. */
export interface TableWrite {
  readonly table: string;
  /** Type of write: `put`, `update` or `delete`; `expire` for deletions by time to live. */
  readonly operation: string;
  /** Item as text, such as `{thing: light-1, since: 1732…}`, or the number of items in a batch. */
  readonly item: string;
}

const Item = z.record(z.string(), z.unknown());
const Single = z.object({ TableName: z.string(), Item: Item.optional(), Key: Item.optional() });
const Requests = z.record(
  z.string(),
  z.array(
    z.object({
      PutRequest: z.object({ Item }).optional(),
      DeleteRequest: z.object({ Key: Item }).optional(),
    }),
  ),
);
const Batch = z.object({ RequestItems: Requests });
const Answered = z.object({ UnprocessedItems: Requests.default({}) });

const writeOfPart: Readonly<Record<string, string>> = { Put: 'put', Update: 'update', Delete: 'delete' };

const single: Readonly<Record<string, string>> = { PutItem: 'put', UpdateItem: 'update', DeleteItem: 'delete' };

/**
 * Returns a call's writes.
 * @param answer JSON of the successful response, which contains a batch's unprocessed items
 */
export function writesOf(operation: string, input: unknown, answer: string): readonly TableWrite[] {
  if (operation === 'BatchWriteItem') return batchWrites(input, answer);
  if (operation === 'TransactWriteItems')
    return transactionParts(input).flatMap(({ kind, table, request }): TableWrite[] => {
      const verb = writeOfPart[kind];
      const { Item: item, Key: key } = Single.safeParse(request).data ?? {};
      return verb === undefined ? [] : [{ table, operation: verb, item: brief(item ?? key ?? {}) }];
    });
  const verb = single[operation];
  const write = verb === undefined ? undefined : Single.safeParse(input).data;
  if (verb === undefined || write === undefined) return [];
  return [{ table: write.TableName, operation: verb, item: brief(write.Item ?? write.Key ?? {}) }];
}

/**
 * Summarizes a batch by table and operation, because a function that stores telemetry can write 25 items in one batch.
 */
function batchWrites(input: unknown, answer: string): readonly TableWrite[] {
  const requested = Batch.safeParse(input).data?.RequestItems ?? {};
  const left = Answered.parse(JSON.parse(answer)).UnprocessedItems;
  return Object.entries(requested).flatMap(([table, requests]) => {
    const [puts, deletes] = itemsOf(requests);
    const [leftPuts, leftDeletes] = itemsOf(left[table] ?? []);
    return [
      ...written({ table, operation: 'put' }, puts, leftPuts.length),
      ...written({ table, operation: 'delete' }, deletes, leftDeletes.length),
    ];
  });
}

type Items = readonly z.infer<typeof Item>[];

const itemsOf = (requests: z.infer<typeof Requests>[string]): readonly [Items, Items] => [
  requests.flatMap(({ PutRequest }) => (PutRequest === undefined ? [] : [PutRequest.Item])),
  requests.flatMap(({ DeleteRequest }) => (DeleteRequest === undefined ? [] : [DeleteRequest.Key])),
];

function written(what: Omit<TableWrite, 'item'>, items: Items, left: number): readonly TableWrite[] {
  const count = items.length - left;
  if (count === 0) return [];
  const [only] = items;
  return [{ ...what, item: items.length === 1 && only !== undefined ? brief(only) : `${count} items` }];
}

/** Returns an item as text, without long values. */
export function brief(item: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(item).map(([name, value]) => {
    const inner = typeof value === 'object' && value !== null ? Object.values(value)[0] : value;
    const text = Array.isArray(inner) ? '[…]' : typeof inner === 'object' ? '{…}' : String(inner);
    return `${name}: ${text.length > 24 ? `${text.slice(0, 23)}…` : text}`;
  });
  return `{${parts.join(', ')}}`;
}
