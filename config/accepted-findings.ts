import { dev } from './dev';

/** A finding of the policy checks that we live with: `npm run policy` says which there are. */
export interface AcceptedFinding {
  /** The id of the check: `lambda-json-logs`. */
  readonly check: string;
  /** Where it is found; `*` stands for any text. */
  readonly address: string;
  /** The one stack in which it is accepted; without it in every one. */
  readonly stack?: string;
  readonly why: string;
  /** The last day of it, as `2026-12-31`; after it `npm run policy -- --today` fails. */
  readonly until?: string;
}

export const acceptedFindings: readonly AcceptedFinding[] = [
  {
    check: 'dynamodb-deletion-protection',
    address: 'aws_dynamodb_table.*',
    stack: dev.stack,
    why: 'What dev holds is made up: it is destroyed and made anew.',
  },
  {
    check: 'iot-policy-connect',
    address: 'aws_iot_policy.claim',
    why: 'Who comes with the claim certificate is no thing yet; what it may do is in docs/adr/0012-a-serial-number-is-good-once.md.',
  },
  {
    check: 'iot-rule-basic-ingest',
    address: 'aws_iot_topic_rule.telemetry',
    why: 'Basic Ingest reaches one rule alone, and the rule too_hot reads the same topics.',
  },
  {
    check: 'iot-rule-ingestion',
    address: 'aws_iot_topic_rule.live_*',
    why: 'Pages wait for it: a stream lets one slow batch hold up all that comes behind it (docs/adr/0017-live.md).',
  },
  {
    check: 'lambda-json-logs',
    address: 'aws_lambda_function.*',
    why: 'Functions write JSON by themselves; in the format JSON ?REPORT, which forwards a line of each call, fits nothing.',
  },
  {
    check: 'monitor-recovery',
    address: 'datadog_monitor.athena_query_failed',
    why: 'A query that failed has taken some time: below it there is none.',
  },
  {
    check: 'monitor-recovery',
    address: 'datadog_monitor.dead_letters_waiting',
    why: 'A queue holds whole messages: below one there is none.',
  },
];
