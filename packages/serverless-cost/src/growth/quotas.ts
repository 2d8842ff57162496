/** What AWS lets an account or a resource do before somebody asks for more, and where that stands. */
export const quotas = {
  connections: { limit: 500_000, source: 'AWS IoT Core quotas, "Maximum concurrent client connections per account"' },
  publishes: { limit: 20_000, source: 'AWS IoT Core quotas, "Inbound publish requests per second per account"' },
  rules: { limit: 20_000, source: 'AWS IoT Core quotas, "Rule evaluations per second per AWS account"' },
  shadows: { limit: 4_000, source: 'AWS IoT Core quotas, "Device Shadow API requests/second per account"' },
  concurrency: { limit: 1_000, source: 'Lambda quotas, "Concurrent executions"' },
  deliveryRequests: { limit: 2_000, source: 'Firehose API reference, PutRecord: transactions a second of a stream' },
  deliveryBytes: { limit: 5 * 2 ** 20, source: 'Firehose API reference, PutRecord: bytes a second of a stream' },
} as const;
