import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { simulated } from './authoring/simulated';
import { livePushFailed } from './live';

const of = (metric: string, values: string) => series(`himeshima.${metric}{service:live-push}`, values);

behaviourOf(livePushFailed, {
  fires: {
    when: 'five messages fail and none is taken',
    series: [of('live_pushed', '0x59'), of('live_push_failed', '0x4 5 0x54')],
    says: ['20m service:live-push alert', '35m service:live-push recovery'],
  },
  staysOk: {
    when: 'five fail where five are taken',
    series: [of('live_pushed', '0x4 5 0x54'), of('live_push_failed', '0x4 5 0x54')],
  },
  withoutData: noNews(of('live_pushed', '0x9 _x51'), of('live_push_failed', '0x9 _x51')),
});

describe('live_push_failed, where 400 stand in its denominator', () => {
  const run = (failed: string) =>
    simulated(livePushFailed, { series: [of('live_pushed', '20x100'), of('live_push_failed', failed)], minutes: 90 });

  test('alerts from twenty on, and goes on while there are eight', () => {
    expect(run('0x19 19 0x80')).toStayOk();
    expect(run('0x19 12 8 0x80')).toSay(['36m service:live-push alert', '51m service:live-push recovery']);
  });
});

test('live_push_failed recovers with thirty in sixteen hundred', () => {
  const failed = of('live_push_failed', '0x19 50 30 0x80');
  expect(simulated(livePushFailed, { series: [of('live_pushed', '100x100'), failed], minutes: 90 })).toSay([
    '36m service:live-push alert',
    '50m service:live-push recovery',
  ]);
});
