import { metricAlert } from './metric-alert';

export const iotRuleFailed = metricAlert({
  id: 'iot_rule_failed',
  name: '[IoT] Failure 監視',
  query: 'sum(last_10m):sum:aws.iot.failure{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'iot-rule-failed',
  message: 'An action of the rule {{rulename.name}} failed for good; the message waits in the queue rule-errors.',
});

export const iotErrorActionFailed = metricAlert({
  id: 'iot_error_action_failed',
  name: '[IoT] ErrorActionFailure 監視',
  query: 'sum(last_10m):sum:aws.iot.error_action_failure{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'iot-rule-failed',
  message: 'The rule {{rulename.name}} failed, and so did its error action: the message is lost.',
});

export const iotRuleThrottled = metricAlert({
  id: 'iot_rule_throttled',
  name: '[IoT] RuleMessageThrottled 監視',
  query: 'sum(last_10m):sum:aws.iot.rule_message_throttled{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'iot-rule-failed',
  message: 'AWS IoT drops messages before the rule {{rulename.name}} sees them: the account is at its quota.',
});

/** A device that was denied tries again and again, so a few are a device and many are an attack or a broken policy. */
export const iotConnectDenied = metricAlert({
  id: 'iot_connect_denied',
  name: '[IoT] Connect.AuthError 監視',
  query: 'sum(last_15m):sum:aws.iot.connect_auth_error{*}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'iot-connect-denied',
  message: 'Many connections were denied: a policy refuses devices, or strangers try certificates.',
});
