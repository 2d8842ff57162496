import { crc32 } from 'node:zlib';

export interface DynamoCall {
  id: number;
  operation: string;
  body: string;
  /** Whether the call deletes an expired item. */
  isExpiry?: boolean;
}

/** Item in DynamoDB JSON. */
export type DynamoItem = Readonly<Record<string, unknown>>;

/** Item of a table with a stream before and after a write. */
export interface ItemChange {
  table: string;
  keys: DynamoItem;
  /** Item before the write; undefined if the item did not exist. */
  before: DynamoItem | undefined;
  /** Item after the write; undefined if the item was deleted. */
  after: DynamoItem | undefined;
  /** Whether the item was deleted because it had expired. */
  isExpiry: boolean;
}

export interface DynamoAnswer {
  id: number;
  status: number;
  crc32: string;
  body: string;
  /** Changes in tables with streams since the previous response, in order. */
  changes?: readonly ItemChange[];
}

interface DynamoError {
  id: number;
  status: number;
  code: string;
  message: string;
}

export function errorAnswer({ id, status, code, message }: DynamoError): DynamoAnswer {
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message });
  return { id, status, crc32: String(crc32(body)), body };
}

/**
 * Returns an internal error with the full message.
 * DynamoDB would hide the message, but a local caller is a developer on the same machine.
 */
export const failed = (id: number, error: unknown): DynamoAnswer =>
  errorAnswer({ id, status: 500, code: 'InternalServerError', message: String(error) });
