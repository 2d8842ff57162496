import { dangersOf, reportedBy, updated } from './dangers.fixture';
import { timeoutShortened } from './timeout-shortened';

const reported = reportedBy(timeoutShortened);

test.each([
  // from the real plan himeshima-dev-mixed
  ['aws_lambda_function', { timeout: 10 }, { timeout: 1 }, 'after 1 second instead of 10: longer calls fail'],
  ['aws_lambda_function', { timeout: 10 }, {}, 'after 3 seconds instead of 10'],
  [
    'aws_apigatewayv2_integration',
    { timeout_milliseconds: 30_000 },
    { timeout_milliseconds: 50 },
    'after 50 milliseconds instead of 30000',
  ],
  [
    'google_cloudfunctions2_function',
    { service_config: [{ timeout_seconds: 60 }] },
    { service_config: [{ timeout_seconds: 5 }] },
    'after 5 seconds instead of 60',
  ],
  [
    'google_cloud_run_v2_service',
    { template: [{ timeout: '300s' }] },
    { template: [{ timeout: '10s' }] },
    'after 10 seconds instead of 300',
  ],
])('reports a shorter timeout of %s, but not a longer timeout', (type, before, after, expected) => {
  expect(reported(updated(`${type}.x`, before, after))).toEqual([expect.stringContaining(expected)]);
  expect(reported(updated(`${type}.x`, after, before))).toEqual([]);
});

test('ignores a timeout that is known only after apply, and a timeout without a known default', () => {
  expect(reported(updated('aws_lambda_function.f', { timeout: 10 }, {}, { timeout: true }))).toEqual([]);
  expect(reported(updated('aws_glue_job.j', {}, { timeout: 10 }))).toEqual([]);
});

test('reports a timeout of 1 s instead of 10 s as an outage', () =>
  expect(dangersOf(updated('aws_lambda_function.f', { timeout: 10 }, { timeout: 1 }))).toEqual([
    'outage: aws_lambda_function.f times out after 1 second instead of 10: longer calls fail',
  ]));
