import { metricAlert } from '@himeshima/constructs/monitors';

/** Each rule failure is a lost or delayed message, so the first failure triggers an alert. */
export const iotRuleFailed = metricAlert({
  id: 'iot_rule_failed',
  name: '[IoT] Failure',
  query: 'sum(last_10m):sum:aws.iot.failure{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'messages',
  summary: 'An action of the rule {{rulename.name}} failed after all retries.',
  impact: 'The message was not delivered. It remains in the rule-errors queue for 14 days.',
});

export const iotErrorActionFailed = metricAlert({
  id: 'iot_error_action_failed',
  name: '[IoT] ErrorActionFailure',
  query: 'sum(last_10m):sum:aws.iot.error_action_failure{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'messages',
  summary: 'The rule {{rulename.name}} failed, and so did its error action.',
  impact: 'The message is lost.',
});

export const iotRuleThrottled = metricAlert({
  id: 'iot_rule_throttled',
  name: '[IoT] RuleMessageThrottled',
  query: 'sum(last_10m):sum:aws.iot.rule_message_throttled{*} by {rulename}.as_count() >= 1',
  severity: 'page',
  runbook: 'messages',
  summary: 'AWS IoT throttled messages before the rule {{rulename.name}} could evaluate them.',
  impact: 'The messages are lost. The account has reached its quota for rule evaluations.',
});

/** A device that sends invalid JSON every minute causes 15 errors in 15 minutes; the threshold requires two devices. */
export const iotMessageUnreadable = metricAlert({
  id: 'iot_message_unreadable',
  name: '[IoT] ParseError',
  query: 'sum(last_15m):sum:aws.iot.parse_error{*} by {rulename}.as_count() >= 30',
  severity: 'ticket',
  runbook: 'messages',
  summary: 'The rule {{rulename.name}} received {{value}} messages that are not valid JSON.',
  impact: 'More than one device sends invalid messages, for example after a faulty firmware update.',
});

/** A rejected device retries about every 30 seconds, so one device can cause several rejections. */
export const iotConnectDenied = metricAlert({
  id: 'iot_connect_denied',
  name: '[IoT] Connect.AuthError',
  query: 'sum(last_15m):sum:aws.iot.connect_auth_error{*}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'messages',
  summary: '{{value}} connections were denied within 15 minutes.',
  impact: 'A policy denies our own devices, or an attacker is trying certificates.',
});

export const iotConnectUnknown = metricAlert({
  id: 'iot_connect_unknown',
  name: '[IoT] Connection.AuthNError',
  query: 'sum(last_15m):sum:aws.iot.connection_authn_error{*}.as_count() >= 100',
  severity: 'ticket',
  runbook: 'messages',
  summary: '{{value}} connections presented a certificate that AWS IoT does not accept.',
  impact: 'Our certificates are inactive or have expired, or an attacker is trying other certificates.',
});

/** AWS IoT disconnects a client that publishes to a topic without permission. */
export const iotPublishDenied = metricAlert({
  id: 'iot_publish_denied',
  name: '[IoT] PublishIn.AuthError',
  query: 'sum(last_15m):sum:aws.iot.publish_in_auth_error{*}.as_count() >= 20',
  severity: 'ticket',
  runbook: 'messages',
  summary: '{{value}} messages were denied by policy, and the devices that sent them were disconnected.',
  impact: 'Device firmware publishes to a topic that the policy does not allow. These messages are lost.',
});
