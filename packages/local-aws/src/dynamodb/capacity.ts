import { crc32 } from 'node:zlib';
import { fieldsOf, isFields } from '../gateway/json-api';
import type { DynamoAnswer } from './answers';

/** How much of its capacity a call took from a table. */
export interface Consumed {
  table: string;
  units: number;
}

const reads = ['GetItem', 'BatchGetItem', 'Query', 'Scan'];
const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

/** A call that reads or writes items, as far as its capacity goes. */
export interface ItemCall {
  operation: string;
  kind: 'read' | 'write';
  tables: readonly string[];
  /** Whether the caller wants to hear of the capacity himself. */
  asked: boolean;
}

const closingBrace = 0x7d;

const nameOf = (table: string) => table.split(':table/').at(-1) ?? table;

/** undefined where an operation works on tables, not on items, and where its body is no object. */
export function itemCall(operation: string, body: unknown): ItemCall | undefined {
  const kind = reads.includes(operation) ? 'read' : writes.includes(operation) ? 'write' : undefined;
  if (kind === undefined || !isFields(body)) return undefined;
  const { TableName: table, RequestItems: batch, ReturnConsumedCapacity: asked = 'NONE' } = body;
  const tables = typeof table === 'string' ? [table] : Object.keys(fieldsOf(batch));
  return { operation, kind, tables: tables.map(nameOf), asked: asked !== 'NONE' };
}

const question = Buffer.from(',"ReturnConsumedCapacity":"TOTAL"}');

/**
 * The call with the question how much capacity it takes, for the table's metrics: put behind what the body says, where it
 * counts (of two fields of one name JSON.parse takes the second).
 */
export function askingForCapacity({ asked, tables }: ItemCall, body: Uint8Array): Uint8Array {
  if (asked || tables.length === 0) return body;
  return Buffer.concat([body.subarray(0, body.lastIndexOf(closingBrace)), question]);
}

/** dynalite's own words, which are asked for at each call: zod would take longer than the answer's parsing. */
function consumedIn(capacity: unknown): Consumed[] {
  return [capacity].flat().flatMap((one) => {
    const { TableName: table, CapacityUnits: units } = fieldsOf(one);
    return typeof table === 'string' && typeof units === 'number' ? [{ table: nameOf(table), units }] : [];
  });
}

/** What the metrics want of an answer, and the answer as the caller asked for it. */
export function readCapacity({ asked }: ItemCall, answer: DynamoAnswer) {
  if (answer.status >= 300) return { consumed: [], items: undefined, answer };
  const fields = fieldsOf(JSON.parse(answer.body));
  const { ConsumedCapacity: capacity, ...others } = fields;
  const consumed = consumedIn(capacity);
  const items = typeof fields['Count'] === 'number' ? fields['Count'] : undefined;
  if (asked) return { consumed, items, answer };
  const body = JSON.stringify(others);
  return { consumed, items, answer: { ...answer, body, crc32: String(crc32(body)) } };
}
