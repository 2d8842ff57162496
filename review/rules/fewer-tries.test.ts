import { saidBy, updated } from './dangers.fixture';
import { fewerTries } from './fewer-tries';

const said = saidBy(fewerTries);

test.each([
  [
    'aws_lambda_event_source_mapping',
    { maximum_retry_attempts: 10 },
    { maximum_retry_attempts: 1 },
    'a record that fails after 1 retry instead of 10',
  ],
  [
    'aws_lambda_event_source_mapping',
    { maximum_retry_attempts: -1 },
    { maximum_retry_attempts: 3 },
    'after 3 retries instead of never',
  ],
  ['aws_lambda_event_source_mapping', {}, { maximum_retry_attempts: 3 }, 'after 3 retries instead of never'],
  [
    'aws_lambda_function_event_invoke_config',
    {},
    { maximum_retry_attempts: 0 },
    'an event that fails without a retry instead of after 2 retries',
  ],
  [
    'aws_cloudwatch_event_target',
    { retry_policy: [{ maximum_retry_attempts: 9 }] },
    { retry_policy: [{ maximum_retry_attempts: 2 }] },
    'after 2 retries instead of 9',
  ],
])(
  '%s: that what fails is given up sooner is told, that it is tried more often is not',
  (type, before, after, expected) => {
    expect(said(updated(`${type}.x`, before, after))).toEqual([expect.stringContaining(expected)]);
    expect(said(updated(`${type}.x`, after, before))).toEqual([]);
  },
);

test('what only the apply will know is not told', () => {
  const [before, unknown] = [{ maximum_retry_attempts: 5 }, { maximum_retry_attempts: true }];
  expect(said(updated('aws_lambda_event_source_mapping.m', before, {}, unknown))).toEqual([]);
});
