import { metricAlert } from './authoring/metric-alert';

/* Rules. Each failure is a message of a device, so that the first counts. */

export const iotRuleFailed = metricAlert({
  id: 'iot_rule_failed',
  name: '[IoT] Failure 監視',
  query: 'sum(last_10m):sum:aws.iot.failure{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'iot-rule-failed',
  happened: 'An action of the rule {{rulename.name}} failed for good.',
  matters: 'The message has not arrived. It waits in the queue rule-errors, for 14 days.',
});

export const iotErrorActionFailed = metricAlert({
  id: 'iot_error_action_failed',
  name: '[IoT] ErrorActionFailure 監視',
  query: 'sum(last_10m):sum:aws.iot.error_action_failure{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'iot-rule-failed',
  happened: 'The rule {{rulename.name}} failed, and so did its error action.',
  matters: 'The message is lost.',
});

export const iotRuleThrottled = metricAlert({
  id: 'iot_rule_throttled',
  name: '[IoT] RuleMessageThrottled 監視',
  query: 'sum(last_10m):sum:aws.iot.rule_message_throttled{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'iot-throttled',
  happened: 'AWS IoT throttled messages before the rule {{rulename.name}} saw them.',
  matters: 'They are lost: the account is at its quota of rule evaluations.',
});

/** What is no JSON never becomes a report. One device that sends nonsense every minute is 15 in 15 minutes. */
export const iotMessageUnreadable = metricAlert({
  id: 'iot_message_unreadable',
  name: '[IoT] ParseError 監視',
  query: 'sum(last_15m):sum:aws.iot.parse_error{*} by {rulename}.as_count() >= 30',
  severity: 'ticket',
  runbook: 'iot-rule-failed',
  happened: 'The rule {{rulename.name}} could not read {{value}} messages: they are no JSON.',
  matters: 'More than one device sends what nobody can read, as after a bad firmware.',
});
