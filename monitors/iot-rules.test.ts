import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { simulated } from './authoring/simulated';
import { iotErrorActionFailed, iotMessageUnreadable, iotRuleFailed, iotRuleThrottled } from './iot-rules';

const rule = (metric: string, values: string) => series(`aws.iot.${metric}{rulename:power_on}`, values);

const first = [
  [iotRuleFailed, 'failure'],
  [iotErrorActionFailed, 'error_action_failure'],
  [iotRuleThrottled, 'rule_message_throttled'],
] as const;

for (const [monitor, metric] of first) {
  behaviourOf(monitor, {
    minutes: 30,
    fires: {
      when: 'it happens once, since each is a message',
      series: [rule(metric, '0x4 1 0x30')],
      says: ['20m rulename:power_on alert', '30m rulename:power_on recovery'],
    },
    staysOk: { when: 'messages come and none of them fails', series: [rule(metric, '0x60')] },
    withoutData: noNews(rule(metric, '_x60')),
  });
}

test('iot_rule_failed counts the failures of each action of a rule, though others succeed', () => {
  const action = (actiontype: string, values: string) =>
    series(`aws.iot.failure{rulename:power_on,actiontype:${actiontype}}`, values);
  const run = simulated(iotRuleFailed, {
    series: [action('LambdaAction', '0x4 1 0x30'), action('SqsAction', '0x35')],
    minutes: 30,
  });
  expect(run).toAlertAt('20m', 'rulename:power_on');
});

behaviourOf(iotMessageUnreadable, {
  fires: {
    when: 'two devices send nonsense every minute',
    series: [rule('parse_error', '0x9 2x15 0x36')],
    says: ['39m rulename:power_on alert', '41m rulename:power_on recovery'],
  },
  staysOk: { when: 'one device sends nonsense every minute', series: [rule('parse_error', '1x60')] },
  withoutData: noNews(rule('parse_error', '_x60')),
});
