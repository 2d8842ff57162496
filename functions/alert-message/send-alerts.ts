import type { StreamRecord } from '../shared/kinesis-batch';
import { decodeRecord } from './decode-record';
import { type Alert, extractAlerts } from './extract-alerts';

interface AlertSender {
  send(alert: Alert): Promise<void>;
  failed(sequenceNumber: string, error: unknown): void;
}

/**
 * Sends the alerts from the records in order and stops at the first failure: Lambda retries from the lowest reported sequence
 * number, so later records would be sent twice (Lambda developer guide, "Configuring partial batch response with Kinesis").
 * @returns the sequence number of the failed record, if any
 */
export async function sendAlerts(records: readonly StreamRecord[], by: AlertSender): Promise<string | undefined> {
  for (const { sequenceNumber, data } of records) {
    try {
      const record = decodeRecord(data);
      for (const alert of record ? extractAlerts(record) : []) await by.send(alert);
    } catch (error) {
      by.failed(sequenceNumber, error);
      return sequenceNumber;
    }
  }
  return undefined;
}
