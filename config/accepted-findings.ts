import { dev } from './dev';

/** Accepted finding of the policy checks; `npm run policy` lists all findings. */
export interface AcceptedFinding {
  /** Id of the check, for example `lambda-json-logs`. */
  readonly check: string;
  /** Address of the resource; `*` matches any characters. */
  readonly address: string;
  /** Stack in which the finding is accepted. Default: all. */
  readonly stack?: string;
  readonly why: string;
  /** Last day of the acceptance, for example `2026-12-31`; afterwards `npm run policy -- --today` fails. */
  readonly until?: string;
}

export const acceptedFindings: readonly AcceptedFinding[] = [
  {
    check: 'dynamodb-deletion-protection',
    address: 'aws_dynamodb_table.*',
    stack: dev.stack,
    why: 'Data in dev is made up, and the environment is destroyed and recreated.',
  },
  {
    check: 'iot-policy-connect',
    address: 'aws_iot_policy.claim',
    why: 'A client with the claim certificate is not a thing yet; docs/adr/0012-allow-one-certificate-per-serial-number.md describes what such a client may do.',
  },
  {
    check: 'iot-rule-basic-ingest',
    address: 'aws_iot_topic_rule.telemetry',
    why: 'Basic Ingest delivers to a single rule, but the too_hot rule reads the same topics.',
  },
  {
    check: 'iot-rule-ingestion',
    address: 'aws_iot_topic_rule.live_*',
    why: 'Web pages wait for the update, and in a stream one slow batch delays all later batches (docs/adr/0017-push-updates-over-websockets.md).',
  },
  {
    check: 'lambda-json-logs',
    address: 'aws_lambda_function.*',
    why: 'Functions already write JSON log lines. With the JSON log format, the pattern ?REPORT would no longer match.',
  },
  {
    check: 'monitor-recovery',
    address: 'datadog_monitor.athena_query_failed',
    why: 'The metric counts only failed queries, so any execution time of at least 1 ms means a failure.',
  },
  {
    check: 'monitor-recovery',
    address: 'datadog_monitor.dead_letters_waiting',
    why: 'The count is a whole number, so the only value below the threshold is 0.',
  },
];
