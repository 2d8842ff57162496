import { metricAlert } from '@himeshima/constructs/monitors';

/*
 * The queries use only the stage's metrics. CloudWatch publishes each request for the API and for the stage, so Datadog
 * would otherwise count each request twice.
 */

/** The query adds 50 to the denominator, as in lambda_errors, so an alert requires at least six failures. */
export const apiErrors = metricAlert({
  id: 'api_errors',
  name: '[API Gateway] 5XXError 監視',
  query:
    'sum(last_15m):sum:aws.apigateway.5xxerror{stage:v1} by {apiname}.as_count() / ' +
    '(sum:aws.apigateway.count{stage:v1} by {apiname}.as_count() + 50) >= 0.1',
  severity: 'page',
  runbook: 'api-failing',
  summary:
    'At least 10% of the requests to the API {{apiname.name}}, and at least 6 requests, failed in the last 15 minutes.',
  impact: 'Users and API clients receive errors and cannot reach their devices.',
  warning: 0.05,
  criticalRecovery: 0.07,
});

/** Typical causes: a client with an expired token or key, or a user who is guessing device names. */
export const apiRefused = metricAlert({
  id: 'api_refused',
  name: '[API Gateway] 4XXError 監視',
  query:
    'sum(last_30m):sum:aws.apigateway.4xxerror{stage:v1} by {apiname}.as_count() / ' +
    '(sum:aws.apigateway.count{stage:v1} by {apiname}.as_count() + 200) >= 0.5',
  severity: 'ticket',
  runbook: 'api-failing',
  summary:
    'The API {{apiname.name}} rejected at least half of its requests, and at least 200 requests, in the last 30 minutes.',
  impact: 'A client cannot authenticate, is throttled, or calls operations that it is not allowed to use.',
  criticalRecovery: 0.3,
});

/** The function times out after 10 s; users give up after 3 s. */
export const apiSlow = metricAlert({
  id: 'api_slow',
  name: '[API Gateway] Latency p99 監視',
  query: 'avg(last_15m):max:aws.apigateway.latency.p99{stage:v1} by {apiname} >= 3000',
  severity: 'ticket',
  runbook: 'api-failing',
  summary: 'The slowest 1% of requests to the API {{apiname.name}} take {{value}} ms or longer.',
  impact: 'Pages hang, and slower calls will time out.',
  criticalRecovery: 1500,
});

/**
 * Alerts on a count instead of a rate, because the number of messages includes pushes, which would hide that no page can connect.
 * Ten errors mean two pages that keep retrying, or one broken function.
 */
export const liveErrors = metricAlert({
  id: 'live_errors',
  name: '[API Gateway] IntegrationError, ExecutionError 監視 (live)',
  query:
    'sum(last_15m):sum:aws.apigateway.integration_error{stage:live}.as_count() + ' +
    'sum:aws.apigateway.execution_error{stage:live}.as_count() >= 10',
  severity: 'page',
  runbook: 'live-failing',
  summary: '{{value}} WebSocket requests from web pages failed within 15 minutes.',
  impact: 'Web pages cannot connect or subscribe. They show outdated values without an error.',
  criticalRecovery: 5,
});

/**
 * A web page that retries every minute with an expired token causes 30 rejections in 30 minutes, so reaching the threshold takes
 * four web pages, or an attacker.
 */
export const liveRefused = metricAlert({
  id: 'live_refused',
  name: '[API Gateway] ClientError 監視 (live)',
  query: 'sum(last_30m):sum:aws.apigateway.client_error{stage:live}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'live-failing',
  summary: '{{value}} WebSocket requests were rejected within 30 minutes.',
  impact: 'Web pages are sending invalid tokens or are throttled, or an attacker is guessing tokens.',
  criticalRecovery: 50,
});
