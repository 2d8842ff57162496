import { crc32 } from 'node:zlib';
import { fieldsOf, isFields } from '../gateway/json-api';
import type { DynamoAnswer } from './dynamo-answer';
import { transactionParts } from './transaction-parts';

/** Capacity that a call consumed on a table. */
export interface ConsumedCapacity {
  table: string;
  units: number;
}

const reads = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'];
const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'];

/** Request fields that determine how much capacity a call consumes. */
export interface ItemCall {
  operation: string;
  kind: 'read' | 'write';
  tables: readonly string[];
  /** Whether the caller requested the consumed capacity. */
  wantsCapacity: boolean;
}

const transactionTables = (body: Readonly<Record<string, unknown>>): readonly string[] => [
  ...new Set(transactionParts(body).map(({ table }) => table)),
];

const closingBrace = 0x7d;

const nameOf = (table: string) => table.split(':table/').at(-1) ?? table;

/**
 * Returns the fields that determine a call's capacity, or undefined if the call does not read or write items, or its
 * body is not an object.
 */
export function itemCall(operation: string, body: unknown): ItemCall | undefined {
  const kind = reads.includes(operation) ? 'read' : writes.includes(operation) ? 'write' : undefined;
  if (kind === undefined || !isFields(body)) return undefined;
  const { TableName: table, RequestItems: batch, ReturnConsumedCapacity: wantsCapacity = 'NONE' } = body;
  const tables = typeof table === 'string' ? [table] : [...Object.keys(fieldsOf(batch)), ...transactionTables(body)];
  return { operation, kind, tables: tables.map(nameOf), wantsCapacity: wantsCapacity !== 'NONE' };
}

const capacityRequest = Buffer.from(',"ReturnConsumedCapacity":"TOTAL"}');

/**
 * Adds `ReturnConsumedCapacity` to a call's body, because the table's metrics need the capacity. The appended field
 * overrides an existing field, because JSON.parse uses the last of several fields with the same name.
 */
export function withCapacityRequest({ wantsCapacity, tables }: ItemCall, body: Uint8Array): Uint8Array {
  if (wantsCapacity || tables.length === 0) return body;
  return Buffer.concat([body.subarray(0, body.lastIndexOf(closingBrace)), capacityRequest]);
}

/**
 * Returns the consumed capacity in a response.
 * zod is not used, because validation would take longer than parsing the JSON.
 */
function consumedIn(capacity: unknown): ConsumedCapacity[] {
  return [capacity].flat().flatMap((one) => {
    const { TableName: table, CapacityUnits: units } = fieldsOf(one);
    return typeof table === 'string' && typeof units === 'number' ? [{ table: nameOf(table), units }] : [];
  });
}

/**
 * Returns the consumed capacity and the number of items for the metrics, and the response without fields that the caller
 * did not request.
 */
export function readCapacity({ wantsCapacity }: ItemCall, answer: DynamoAnswer) {
  if (answer.status >= 300) return { consumed: [], items: undefined, answer };
  const fields = fieldsOf(JSON.parse(answer.body));
  const { ConsumedCapacity: capacity, ...others } = fields;
  const consumed = consumedIn(capacity);
  const items = typeof fields['Count'] === 'number' ? fields['Count'] : undefined;
  if (wantsCapacity) return { consumed, items, answer };
  const body = JSON.stringify(others);
  return { consumed, items, answer: { ...answer, body, crc32: String(crc32(body)) } };
}
