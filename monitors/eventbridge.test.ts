import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { scheduleFailed, scheduleSilent } from './eventbridge';

const failed = (values: string) => series('aws.events.failed_invocations{rulename:timer-event}', values);
const triggered = (values: string) => series('aws.events.triggered_rules{rulename:timer-event}', values);

behaviourOf(scheduleFailed, {
  fires: {
    when: 'one invocation is refused',
    series: [failed('0x4 1 0x55')],
    says: ['20m rulename:timer-event alert', '35m rulename:timer-event recovery'],
  },
  staysOk: { when: 'all are taken', series: [failed('0x60')] },
  withoutData: noNews(failed('0x9 _x51')),
});

const day = 24 * 60;

behaviourOf(scheduleSilent, {
  minutes: 2 * day,
  fires: {
    when: 'a night passes without it, until it fires again',
    series: [triggered(`_x3 1 _x${day + 239} 1 _x${day}`)],
    says: ['1460m alert', '1700m recovery'],
  },
  staysOk: {
    when: 'it fires each night, and is counted as not firing at all other times',
    series: [triggered(`1 0x${day - 1} 1 0x${day - 1} 1 0x${day - 1} 1`)],
  },
  withoutData: {
    when: 'a platform whose first night is still to come misses nothing',
    series: [triggered('_x600')],
    says: [],
  },
});
