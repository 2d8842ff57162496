import { series } from '../lib/datadog';
import { apiErrors, apiRefused, apiSlow } from './api-gateway';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { simulated } from './authoring/simulated';

const of = (metric: string, values: string) => series(`aws.apigateway.${metric}{apiname:himeshima,stage:v1}`, values);

behaviourOf(apiErrors, {
  fires: {
    when: 'six of six requests fail',
    series: [of('count', '0x4 6 0x55'), of('5xxerror', '0x4 6 0x55')],
    says: ['20m apiname:himeshima alert', '30m apiname:himeshima renotify', '35m apiname:himeshima recovery'],
  },
  staysOk: {
    when: 'two of six do',
    series: [of('count', '0x4 6 0x55'), of('5xxerror', '0x4 2 0x55')],
  },
  withoutData: noNews(of('count', '0x9 _x51'), of('5xxerror', '0x9 _x51')),
});

describe('api_errors, where 200 stand in its denominator', () => {
  const run = (failed: string) =>
    simulated(apiErrors, { series: [of('count', '10x100'), of('5xxerror', failed)], minutes: 90 });

  test('warns from ten failures on, and not of nine', () => {
    expect(run('0x19 9 0x80')).toStayOk();
    expect(run('0x19 10 0x80')).toWarnAt('35m');
    expect(run('0x19 10 0x80')).toRecoverAt('50m');
  });

  test('pages from twenty on, and goes on while there are fourteen', () => {
    expect(run('0x19 6 14 0x80')).toSay([
      '36m apiname:himeshima alert',
      '46m apiname:himeshima renotify',
      '51m apiname:himeshima recovery',
    ]);
  });
});

test('api_errors warns of eighteen in two hundred, and after twenty says with thirteen that it is better', () => {
  const run = (failed: string) =>
    simulated(apiErrors, { series: [of('count', '10x100'), of('5xxerror', failed)], minutes: 90 });
  expect(run('0x19 18 0x80')).not.toNotify(/Triggered/);
  expect(run('0x19 7 13 0x80')).toSay([
    '36m apiname:himeshima alert',
    '46m apiname:himeshima renotify',
    '50m apiname:himeshima warn',
    '51m apiname:himeshima recovery',
  ]);
});

describe('api_refused, where 500 stand in its denominator', () => {
  const run = (refused: string) =>
    simulated(apiRefused, { series: [of('count', '10x140'), of('4xxerror', refused)], minutes: 120 });

  test('alerts from 250 refusals on, and goes on while there are 150', () => {
    expect(run('0x39 249 0x90')).toStayOk();
    expect(run('0x39 100 150 0x90')).toSay(['56m apiname:himeshima alert', '86m apiname:himeshima recovery']);
  });

  test('recovers with 135', () => {
    expect(run('0x39 115 135 0x90')).toSay(['56m apiname:himeshima alert', '85m apiname:himeshima recovery']);
  });
});

behaviourOf(apiRefused, {
  minutes: 90,
  fires: {
    when: 'all of 400 requests are refused',
    series: [of('count', '0x4 200x2 0x84'), of('4xxerror', '0x4 200x2 0x84')],
    says: ['20m apiname:himeshima alert', '52m apiname:himeshima recovery'],
  },
  staysOk: {
    when: 'all of 199 are',
    series: [of('count', '0x4 199 0x85'), of('4xxerror', '0x4 199 0x85')],
  },
  withoutData: noNews(of('count', '0x9 _x81'), of('4xxerror', '0x9 _x81')),
});

behaviourOf(apiSlow, {
  minutes: 90,
  fires: {
    when: 'it takes three seconds for a quarter of an hour',
    series: [of('latency.p99', '50x9 3000x19 1500x19 1000x43')],
    says: ['39m apiname:himeshima alert', '65m apiname:himeshima recovery'],
  },
  staysOk: { when: 'it takes a little less', series: [of('latency.p99', '2999x90')] },
  withoutData: noNews(of('latency.p99', '50x9 _x81')),
});
