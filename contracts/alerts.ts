import * as z from 'zod/mini';

/** Reason for an alert: an error line, a timeout, or exhausted memory. */
export const AlertReason = z.enum(['error', 'timeout', 'memory']);
export type AlertReason = z.infer<typeof AlertReason>;

/** Names of an alert's SNS message attributes. Subscribers can filter or group alerts by these attributes. */
export const alertAttributes = { source: 'source', requestId: 'request_id', reason: 'reason' } as const;

/**
 * Decompressed CloudWatch Logs record that a subscription filter writes to Kinesis.
 * Source: CloudWatch Logs user guide, "Subscription filters with Kinesis Data Streams".
 */
export const LogRecord = z.object({
  messageType: z.enum(['DATA_MESSAGE', 'CONTROL_MESSAGE']),
  logGroup: z.string(),
  logStream: z.string(),
  logEvents: z.array(z.object({ id: z.string(), timestamp: z.number(), message: z.string() })),
});
export type LogRecord = z.infer<typeof LogRecord>;
