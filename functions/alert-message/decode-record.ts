import { gunzipSync } from 'node:zlib';
import { LogRecord } from '../../contracts/alerts';
import { parse } from '../shared/parse-input';

/** Limit against decompression bombs. Subscription filter records are at most 1 MB, or about 10 MB decompressed. */
const maxOutputLength = 64 * 1024 * 1024;

/**
 * Decodes a Kinesis record from a CloudWatch Logs subscription filter: gzipped JSON in base64.
 * @returns undefined for the control message that CloudWatch Logs sends when a filter is created
 * @throws Error if the record is malformed
 */
export function decodeRecord(base64: string): LogRecord | undefined {
  const json: unknown = JSON.parse(gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength }).toString('utf8'));
  const record = parse(LogRecord, json, 'log record');
  return record.messageType === 'DATA_MESSAGE' ? record : undefined;
}
