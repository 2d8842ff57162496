import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { DynamoAnswer } from './thread';

/** How much of its capacity a call took from a table. */
export interface Consumed {
  table: string;
  units: number;
}

const reads = ['GetItem', 'BatchGetItem', 'Query', 'Scan'];
const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

/** undefined where an operation works on tables, not on items. */
export const kindOf = (operation: string): 'read' | 'write' | undefined =>
  reads.includes(operation) ? 'read' : writes.includes(operation) ? 'write' : undefined;

const Fields = z.record(z.string(), z.unknown());
const Input = z.looseObject({
  TableName: z.string().optional(),
  RequestItems: Fields.optional(),
  ReturnConsumedCapacity: z.string().optional(),
});

const nameOf = (table: string) => table.split(':table/').at(-1) ?? table;

/** The tables that a call names; none where its input is not DynamoDB's. */
export function tablesIn(input: unknown): string[] {
  const { TableName, RequestItems = {} } = Input.safeParse(input).data ?? {};
  return (TableName === undefined ? Object.keys(RequestItems) : [TableName]).map(nameOf);
}

/** Whether the caller wants to hear of the capacity himself. */
const wanted = (input: unknown) => {
  const asked = Input.safeParse(input).data?.ReturnConsumedCapacity;
  return asked !== undefined && asked !== 'NONE';
};

/** The call with the question how much capacity it takes, for the table's metrics. */
export function askingForCapacity(input: unknown, body: Uint8Array): Uint8Array {
  const fields = Fields.safeParse(input);
  if (!fields.success || wanted(input)) return body;
  return Buffer.from(JSON.stringify({ ...fields.data, ReturnConsumedCapacity: 'TOTAL' }));
}

const OneConsumed = z
  .object({ TableName: z.string(), CapacityUnits: z.number() })
  .transform(({ TableName, CapacityUnits }): Consumed => ({ table: nameOf(TableName), units: CapacityUnits }));
const Answer = z.looseObject({
  ConsumedCapacity: z.union([OneConsumed.transform((one) => [one]), z.array(OneConsumed)]).optional(),
  Count: z.number().optional(),
});

/** What the metrics want of an answer, and the answer as the caller asked for it. */
export function readCapacity(input: unknown, answer: DynamoAnswer) {
  const fields = Fields.safeParse(answer.status < 300 ? JSON.parse(answer.body) : {}).data ?? {};
  const { ConsumedCapacity: consumed = [], Count: items } = Answer.safeParse(fields).data ?? {};
  if (wanted(input) || consumed.length === 0) return { consumed, items, answer };
  const { ConsumedCapacity: _asked, ...others } = fields;
  const body = JSON.stringify(others);
  return { consumed, items, answer: { ...answer, body, crc32: String(crc32(body)) } };
}
