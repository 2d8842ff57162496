import { metricAlert } from '@himeshima/constructs/monitors';

/* Each rule failure means a lost or delayed device message, so the monitor alerts on the first failure. */

export const iotRuleFailed = metricAlert({
  id: 'iot_rule_failed',
  name: '[IoT] Failure 監視',
  query: 'sum(last_10m):sum:aws.iot.failure{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'iot-rule-failed',
  summary: 'An action of the rule {{rulename.name}} failed after all retries.',
  impact: 'The message was not delivered. It remains in the rule-errors queue for 14 days.',
});

export const iotErrorActionFailed = metricAlert({
  id: 'iot_error_action_failed',
  name: '[IoT] ErrorActionFailure 監視',
  query: 'sum(last_10m):sum:aws.iot.error_action_failure{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'iot-rule-failed',
  summary: 'The rule {{rulename.name}} failed, and so did its error action.',
  impact: 'The message is lost.',
});

export const iotRuleThrottled = metricAlert({
  id: 'iot_rule_throttled',
  name: '[IoT] RuleMessageThrottled 監視',
  query: 'sum(last_10m):sum:aws.iot.rule_message_throttled{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'iot-throttled',
  summary: 'AWS IoT throttled messages before the rule {{rulename.name}} could evaluate them.',
  impact: 'The messages are lost. The account has reached its quota for rule evaluations.',
});

/**
 * One device that sends invalid JSON every minute causes 15 failures in 15 minutes,
 * so only two or more such devices reach the threshold.
 */
export const iotMessageUnreadable = metricAlert({
  id: 'iot_message_unreadable',
  name: '[IoT] ParseError 監視',
  query: 'sum(last_15m):sum:aws.iot.parse_error{*} by {rulename}.as_count() >= 30',
  severity: 'ticket',
  runbook: 'iot-rule-failed',
  summary: 'The rule {{rulename.name}} received {{value}} messages that are not valid JSON.',
  impact: 'More than one device sends invalid messages, for example after a faulty firmware update.',
});
