import { TelemetryRecord } from '../../contracts/telemetry';
import type { StreamRecord } from '../shared/kinesis-batch';
import { parse } from '../shared/parse-input';

/** Parses a record of the stream. @throws Error if it is not a valid measurement */
export function readRecord({ data }: StreamRecord): TelemetryRecord {
  return parse(TelemetryRecord, JSON.parse(Buffer.from(data, 'base64').toString('utf8')), 'measurement');
}
