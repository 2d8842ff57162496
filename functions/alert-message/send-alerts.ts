import type { StreamRecord } from '../shared/kinesis-batch';
import { type Alert, alertsOf } from './alerts-of';
import { decodeRecord } from './decode-record';

interface SentBy {
  send(alert: Alert): Promise<void>;
  failed(sequenceNumber: string, error: unknown): void;
}

/**
 * Sends the alerts of records, in their order, and stops at the first record that fails: Kinesis is read on from the
 * lowest sequence number that is reported, so whatever came after it would be sent twice (Lambda developer guide,
 * "Configuring partial batch response with Kinesis").
 * @returns the sequence number of the record that failed, if any
 */
export async function sendAlerts(records: readonly StreamRecord[], by: SentBy): Promise<string | undefined> {
  for (const { sequenceNumber, data } of records) {
    try {
      const record = decodeRecord(data);
      for (const alert of record ? alertsOf(record) : []) await by.send(alert);
    } catch (error) {
      by.failed(sequenceNumber, error);
      return sequenceNumber;
    }
  }
  return undefined;
}
