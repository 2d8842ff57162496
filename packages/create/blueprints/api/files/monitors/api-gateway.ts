import { metricAlert } from '@himeshima/constructs/monitors';

/*
 * The queries use only the stage's metrics. CloudWatch publishes each request for the API and for the stage, so Datadog
 * would otherwise count each request twice.
 */

/** The query adds 50 to the denominator, so an alert requires at least six failures. */
export const apiErrors = metricAlert({
  id: 'api_errors',
  name: '[API Gateway] 5XXError',
  query:
    'sum(last_15m):sum:aws.apigateway.5xxerror{stage:v1} by {apiname}.as_count() / ' +
    '(sum:aws.apigateway.count{stage:v1} by {apiname}.as_count() + 50) >= 0.1',
  severity: 'page',
  runbook: 'api',
  summary:
    'At least 10% of the requests to the API {{apiname.name}}, and at least 6 requests, failed in the last 15 minutes.',
  impact: 'Users and API clients receive errors and cannot reach their devices.',
  criticalRecovery: 0.07,
});

/** Typical causes: a client with an expired token or key, or a user who is guessing device names. */
export const apiRefused = metricAlert({
  id: 'api_refused',
  name: '[API Gateway] 4XXError',
  query:
    'sum(last_30m):sum:aws.apigateway.4xxerror{stage:v1} by {apiname}.as_count() / ' +
    '(sum:aws.apigateway.count{stage:v1} by {apiname}.as_count() + 200) >= 0.5',
  severity: 'ticket',
  runbook: 'api',
  summary:
    'The API {{apiname.name}} rejected at least half of its requests, and at least 200 requests, in the last 30 minutes.',
  impact: 'A client cannot authenticate, is throttled, or calls operations without permission.',
  criticalRecovery: 0.3,
});

/** The function times out after 10 s; users give up after 3 s. */
export const apiSlow = metricAlert({
  id: 'api_slow',
  name: '[API Gateway] Latency p99',
  query: 'avg(last_15m):max:aws.apigateway.latency.p99{stage:v1} by {apiname} >= 3000',
  severity: 'ticket',
  runbook: 'api',
  summary: 'The slowest 1% of requests to the API {{apiname.name}} take {{value}} ms or longer.',
  impact: 'Pages hang, and slower calls will time out.',
  criticalRecovery: 1500,
});
