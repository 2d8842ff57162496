import { metricAlert } from './authoring/metric-alert';

/*
 * Figures of the stage: CloudWatch counts each request once for its API and once more for the stage, and Datadog would
 * add them up.
 */

/** As lambda_errors: 50 stand in the denominator, so that it takes six failures. */
export const apiErrors = metricAlert({
  id: 'api_errors',
  name: '[API Gateway] 5XXError 監視',
  query:
    'sum(last_15m):sum:aws.apigateway.5xxerror{stage:v1} by {apiname}.as_count() / ' +
    '(sum:aws.apigateway.count{stage:v1} by {apiname}.as_count() + 50) >= 0.1',
  severity: 'page',
  runbook: 'api-failing',
  happened: 'A tenth or more of the requests to the API {{apiname.name}} failed within 15 minutes, six at the least.',
  matters: 'People and their programs get errors instead of their devices.',
  warning: 0.05,
  criticalRecovery: 0.07,
});

/** Half of many: a program whose token or key is no longer good, or somebody who tries names. */
export const apiRefused = metricAlert({
  id: 'api_refused',
  name: '[API Gateway] 4XXError 監視',
  query:
    'sum(last_30m):sum:aws.apigateway.4xxerror{stage:v1} by {apiname}.as_count() / ' +
    '(sum:aws.apigateway.count{stage:v1} by {apiname}.as_count() + 200) >= 0.5',
  severity: 'ticket',
  runbook: 'api-failing',
  happened: 'The API {{apiname.name}} refused half of the requests or more within 30 minutes, 200 at the least.',
  matters: 'A program is shut out, is throttled, or does what it may not.',
  criticalRecovery: 0.3,
});

/** 10 s are what the function has; a person gives up after three. */
export const apiSlow = metricAlert({
  id: 'api_slow',
  name: '[API Gateway] Latency p99 監視',
  query: 'avg(last_15m):max:aws.apigateway.latency.p99{stage:v1} by {apiname} >= 3000',
  severity: 'ticket',
  runbook: 'api-failing',
  happened: 'One request in a hundred to the API {{apiname.name}} takes {{value}} ms or longer.',
  matters: 'Pages stand still; the next slow call is cut off.',
  criticalRecovery: 1500,
});

/**
 * A count, not a share: what is pushed counts as messages too, and would hide that nobody can connect. Ten are two pages that
 * try again and again, or one function that is broken.
 */
export const liveErrors = metricAlert({
  id: 'live_errors',
  name: '[API Gateway] IntegrationError, ExecutionError 監視 (live)',
  query:
    'sum(last_15m):sum:aws.apigateway.integration_error{stage:live}.as_count() + ' +
    'sum:aws.apigateway.execution_error{stage:live}.as_count() >= 10',
  severity: 'page',
  runbook: 'live-failing',
  happened: 'What pages asked over their WebSockets failed {{value}} times within 15 minutes.',
  matters:
    'Pages cannot connect, or cannot say what they want to hear: they stand still, and look as if nothing happened.',
  criticalRecovery: 5,
});

/** A page that tries again each minute with a token that has ended is 30 in that time: it takes four, or a stranger. */
export const liveRefused = metricAlert({
  id: 'live_refused',
  name: '[API Gateway] ClientError 監視 (live)',
  query: 'sum(last_30m):sum:aws.apigateway.client_error{stage:live}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'live-failing',
  happened: 'WebSockets were refused {{value}} times within 30 minutes.',
  matters: 'Pages come with tokens that are not taken, are throttled, or somebody tries to get in.',
  criticalRecovery: 50,
});
