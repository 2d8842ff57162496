import { gunzipSync } from 'node:zlib';
import { LogRecord } from '../../contracts/alerts';
import { parse } from '../shared/parse';

/** A subscription filter's record is at most 1 MB, its content some ten times that: what is larger is no log. */
const maxOutputLength = 64 * 1024 * 1024;

/**
 * Reads what a subscription filter put into Kinesis: gzip of JSON, in base64 where Lambda hands it over.
 * @returns undefined for the control message that CloudWatch Logs sends when a filter is created
 * @throws Error where it is not such a record
 */
export function decodeRecord(base64: string): LogRecord | undefined {
  const json: unknown = JSON.parse(gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength }).toString('utf8'));
  const record = parse(LogRecord, json, 'log record');
  return record.messageType === 'DATA_MESSAGE' ? record : undefined;
}
