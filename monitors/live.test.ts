import { series } from '@himeshima/datadog-monitors';
import { livePushFailed } from './live';
import { describeMonitorBehavior, keepsState, simulated } from './testing';

const of = (metric: string, values: string) => series(`himeshima.${metric}{service:live-push}`, values);

describeMonitorBehavior(livePushFailed, {
  fires: {
    when: 'five pushes fail and none succeeds',
    series: [of('live_pushed', '0x59'), of('live_push_failed', '0x4 5 0x54')],
    notifications: ['20m service:live-push alert', '35m service:live-push recovery'],
  },
  staysOk: {
    when: 'five pushes fail and five succeed',
    series: [of('live_pushed', '0x4 5 0x54'), of('live_push_failed', '0x4 5 0x54')],
  },
  withoutData: keepsState(of('live_pushed', '0x9 _x51'), of('live_push_failed', '0x9 _x51')),
});

describe('live_push_failed with a denominator of 400', () => {
  const run = (failed: string) =>
    simulated(livePushFailed, { series: [of('live_pushed', '20x100'), of('live_push_failed', failed)], minutes: 90 });

  test('live_push_failed alerts at twenty failed pushes and stays in alert at eight', () => {
    expect(run('0x19 19 0x80')).toStayOk();
    expect(run('0x19 12 8 0x80')).toSay(['36m service:live-push alert', '51m service:live-push recovery']);
  });
});

test('live_push_failed recovers when 30 of 1,600 pushes fail', () => {
  const failed = of('live_push_failed', '0x19 50 30 0x80');
  expect(simulated(livePushFailed, { series: [of('live_pushed', '100x100'), failed], minutes: 90 })).toSay([
    '36m service:live-push alert',
    '50m service:live-push recovery',
  ]);
});
