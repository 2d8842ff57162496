import { series } from '@himeshima/datadog-monitors';
import { iotErrorActionFailed, iotMessageUnreadable, iotRuleFailed, iotRuleThrottled } from './iot-rules';
import { describeMonitorBehavior, keepsState, simulated } from './testing';

const rule = (metric: string, values: string) => series(`aws.iot.${metric}{rulename:power_on}`, values);

const first = [
  [iotRuleFailed, 'failure'],
  [iotErrorActionFailed, 'error_action_failure'],
  [iotRuleThrottled, 'rule_message_throttled'],
] as const;

for (const [monitor, metric] of first) {
  describeMonitorBehavior(monitor, {
    minutes: 30,
    fires: {
      when: 'one message fails',
      series: [rule(metric, '0x4 1 0x30')],
      notifications: ['20m rulename:power_on alert', '30m rulename:power_on recovery'],
    },
    staysOk: { when: 'no message fails', series: [rule(metric, '0x60')] },
    withoutData: keepsState(rule(metric, '_x60')),
  });
}

test('iot_rule_failed counts each failed action of a rule, even if its other actions succeed', () => {
  const action = (actiontype: string, values: string) =>
    series(`aws.iot.failure{rulename:power_on,actiontype:${actiontype}}`, values);
  const run = simulated(iotRuleFailed, {
    series: [action('LambdaAction', '0x4 1 0x30'), action('SqsAction', '0x35')],
    minutes: 30,
  });
  expect(run).toAlertAt('20m', 'rulename:power_on');
});

describeMonitorBehavior(iotMessageUnreadable, {
  fires: {
    when: 'two devices each send invalid JSON every minute',
    series: [rule('parse_error', '0x9 2x15 0x36')],
    notifications: ['39m rulename:power_on alert', '41m rulename:power_on recovery'],
  },
  staysOk: { when: 'one device sends invalid JSON every minute', series: [rule('parse_error', '1x60')] },
  withoutData: keepsState(rule('parse_error', '_x60')),
});
