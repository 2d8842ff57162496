import { series } from '@himeshima/datadog-monitors';
import { scheduleFailed, scheduleSilent } from './eventbridge';
import { describeMonitorBehavior, keepsState } from './testing';

const failedInvocations = (values: string) => series('aws.events.failed_invocations{rulename:timer-event}', values);
const triggeredRules = (values: string) => series('aws.events.triggered_rules{rulename:timer-event}', values);

describeMonitorBehavior(scheduleFailed, {
  fires: {
    when: 'one invocation fails',
    series: [failedInvocations('0x4 1 0x55')],
    notifications: ['20m rulename:timer-event alert', '35m rulename:timer-event recovery'],
  },
  staysOk: { when: 'no invocation fails', series: [failedInvocations('0x60')] },
  withoutData: keepsState(failedInvocations('0x9 _x51')),
});

const day = 24 * 60;

describeMonitorBehavior(scheduleSilent, {
  minutes: 2 * day,
  fires: {
    when: 'the schedule misses one night, until the schedule runs again',
    series: [triggeredRules(`_x3 1 _x${day + 239} 1 _x${day}`)],
    notifications: ['1460m alert', '1700m recovery'],
  },
  staysOk: {
    when: 'the schedule runs every night and reports zeros in between',
    series: [triggeredRules(`1 0x${day - 1} 1 0x${day - 1} 1 0x${day - 1} 1`)],
  },
  withoutData: {
    when: 'the schedule of a new platform has not run yet',
    series: [triggeredRules('_x600')],
    notifications: [],
  },
});
