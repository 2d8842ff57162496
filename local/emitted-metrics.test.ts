import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../lib/datadog';

/** Metric names that stand in the sources whole: `aws.kinesis.incoming_records`; those made of parts are told below. */
const whole = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file))
  .flatMap((file) => readFileSync(join(__dirname, file), 'utf8').match(/'aws\.[a-z0-9_]+\.[a-z0-9_.]+'/g) ?? [])
  .map((quoted) => quoted.slice(1, -1));

const ofParts = [
  ...['invocations', 'errors', 'throttles', 'duration', 'duration.maximum'].map((name) => `aws.lambda.${name}`),
  ...['started', 'succeeded', 'failed', 'timed_out', 'aborted'].map((name) => `aws.states.executions_${name}`),
  ...['connect_success', 'connect_auth_error'].map((name) => `aws.iot.${name}`),
  ...['publish_in', 'subscribe'].flatMap((name) => [`aws.iot.${name}_auth_error`, `aws.iot.${name}_client_error`]),
  ...['topic_match', 'success', 'failure', 'error_action_success', 'error_action_failure'].map(
    (name) => `aws.iot.${name}`,
  ),
  'aws.sns.number_of_messages_published',
  'aws.sns.number_of_notifications_failed',
];

test.each([...new Set([...whole, ...ofParts])])('%s, which the laptop emits, is a metric of the catalogue', (metric) =>
  expect(catalogue.find(metric)).toBeDefined(),
);
