import { TelemetryRecord } from '../../contracts/telemetry';
import type { StreamRecord } from '../shared/kinesis-batch';
import { parse } from '../shared/parse';

/** @throws Error where it is no measurement */
export function readRecord({ data }: StreamRecord): TelemetryRecord {
  return parse(TelemetryRecord, JSON.parse(Buffer.from(data, 'base64').toString('utf8')), 'measurement');
}
