import { crc32 } from 'node:zlib';

export interface DynamoCall {
  id: number;
  operation: string;
  body: string;
}

export interface DynamoAnswer {
  id: number;
  status: number;
  crc32: string;
  body: string;
}

interface DynamoError {
  id: number;
  status: number;
  code: string;
  message: string;
}

export function refused({ id, status, code, message }: DynamoError): DynamoAnswer {
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message });
  return { id, status, crc32: String(crc32(body)), body };
}

/**
 * Returns an internal error with the full message.
 * DynamoDB would hide the message, but a local caller is a developer on the same machine.
 */
export const failed = (id: number, error: unknown): DynamoAnswer =>
  refused({ id, status: 500, code: 'InternalServerError', message: String(error) });
