import { series } from '@himeshima/datadog-monitors';
import {
  iotConnectDenied,
  iotConnectUnknown,
  iotErrorActionFailed,
  iotMessageUnreadable,
  iotPublishDenied,
  iotRuleFailed,
  iotRuleThrottled,
} from './iot';
import { describeMonitorBehavior, keepsState } from './testing';

const ofRule = '{rulename:meter_reading}';
const group = 'rulename:meter_reading ';

/** Metric, tags, group in notifications, and number of events that triggers an alert. */
const counts = [
  [iotRuleFailed, 'failure', ofRule, group, 1],
  [iotErrorActionFailed, 'error_action_failure', ofRule, group, 1],
  [iotRuleThrottled, 'rule_message_throttled', ofRule, group, 1],
  [iotMessageUnreadable, 'parse_error', ofRule, group, 30],
  [iotConnectDenied, 'connect_auth_error', '', '', 100],
  [iotConnectUnknown, 'connection_authn_error', '', '', 100],
  [iotPublishDenied, 'publish_in_auth_error', '', '', 20],
] as const;
for (const [monitor, metric, tags, groupName, count] of counts) {
  const of = (values: string) => series(`aws.iot.${metric}${tags}`, values);
  describeMonitorBehavior(monitor, {
    minutes: 29,
    fires: {
      when: `${count} are counted`,
      series: [of(`0x4 ${count} 0x25`)],
      notifications: [`20m ${groupName}alert`],
    },
    staysOk: { when: `the count reaches only ${count - 1}`, series: [of(`0x4 ${count - 1} 0x25`)] },
    withoutData: keepsState(of('_x30')),
  });
}
