import { series } from '@himeshima/datadog-monitors';
import { apiErrors, apiRefused, apiSlow, liveErrors, liveRefused } from './api-gateway';
import { describeMonitorBehavior, keepsState, simulated } from './testing';

const of = (metric: string, values: string) => series(`aws.apigateway.${metric}{apiname:himeshima,stage:v1}`, values);

describeMonitorBehavior(apiErrors, {
  fires: {
    when: 'six of six requests fail',
    series: [of('count', '0x4 6 0x55'), of('5xxerror', '0x4 6 0x55')],
    notifications: ['20m apiname:himeshima alert', '30m apiname:himeshima renotify', '35m apiname:himeshima recovery'],
  },
  staysOk: {
    when: 'two of six requests fail',
    series: [of('count', '0x4 6 0x55'), of('5xxerror', '0x4 2 0x55')],
  },
  withoutData: keepsState(of('count', '0x9 _x51'), of('5xxerror', '0x9 _x51')),
});

describe('api_errors with a denominator of 200', () => {
  const run = (failed: string) =>
    simulated(apiErrors, { series: [of('count', '10x100'), of('5xxerror', failed)], minutes: 90 });

  test('api_errors warns at ten failures, but not at nine', () => {
    expect(run('0x19 9 0x80')).toStayOk();
    expect(run('0x19 10 0x80')).toWarnAt('35m');
    expect(run('0x19 10 0x80')).toRecoverAt('50m');
  });

  test('api_errors pages at twenty failures and stays in alert at fourteen', () => {
    expect(run('0x19 6 14 0x80')).toSay([
      '36m apiname:himeshima alert',
      '46m apiname:himeshima renotify',
      '51m apiname:himeshima recovery',
    ]);
  });
});

test('api_errors warns at 18 failures in 150 requests, and returns from alert to warning at 13', () => {
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

describe('api_refused with a denominator of 500', () => {
  const run = (errors: string) =>
    simulated(apiRefused, { series: [of('count', '10x140'), of('4xxerror', errors)], minutes: 120 });

  test('api_refused alerts at 250 rejected requests and stays in alert at 150', () => {
    expect(run('0x39 249 0x90')).toStayOk();
    expect(run('0x39 100 150 0x90')).toSay(['56m apiname:himeshima alert', '86m apiname:himeshima recovery']);
  });

  test('recovers at 135 rejected requests', () => {
    expect(run('0x39 115 135 0x90')).toSay(['56m apiname:himeshima alert', '85m apiname:himeshima recovery']);
  });
});

describeMonitorBehavior(apiRefused, {
  minutes: 90,
  fires: {
    when: 'all 400 requests are rejected',
    series: [of('count', '0x4 200x2 0x84'), of('4xxerror', '0x4 200x2 0x84')],
    notifications: ['20m apiname:himeshima alert', '52m apiname:himeshima recovery'],
  },
  staysOk: {
    when: 'all 199 requests are rejected',
    series: [of('count', '0x4 199 0x85'), of('4xxerror', '0x4 199 0x85')],
  },
  withoutData: keepsState(of('count', '0x9 _x81'), of('4xxerror', '0x9 _x81')),
});

describeMonitorBehavior(apiSlow, {
  minutes: 90,
  fires: {
    when: 'latency is three seconds for 15 minutes',
    series: [of('latency.p99', '50x9 3000x19 1500x19 1000x43')],
    notifications: ['39m apiname:himeshima alert', '65m apiname:himeshima recovery'],
  },
  staysOk: { when: 'latency is 2,999 ms', series: [of('latency.p99', '2999x90')] },
  withoutData: keepsState(of('latency.p99', '50x9 _x81')),
});

/** Series from two APIs, whose values are added up. */
const live = (metric: string, values: string) =>
  ['a', 'b'].map((id) => series(`aws.apigateway.${metric}{apiid:${id},stage:live}`, values));

describeMonitorBehavior(liveErrors, {
  fires: {
    when: 'ten requests fail, some in the function and some in the integration',
    series: [...live('integration_error', '0x4 2 1 0x54'), ...live('execution_error', '0x5 2 0x54')],
    notifications: ['21m alert', '31m renotify', '36m recovery'],
  },
  staysOk: {
    when: 'nine requests fail',
    series: [
      ...live('integration_error', '0x4 4 0x55'),
      series('aws.apigateway.execution_error{apiid:a,stage:live}', '0x4 1 0x55'),
    ],
  },
  withoutData: keepsState(...live('integration_error', '0x9 _x51'), ...live('execution_error', '0x9 _x51')),
});

test('live_errors stays in alert at five errors and recovers at four', () => {
  const run = (after: number) => {
    const errors = series('aws.apigateway.integration_error{apiid:a,stage:live}', `0x4 10 0x9 ${after} 0x60`);
    const others = series('aws.apigateway.execution_error{apiid:a,stage:live}', '0x75');
    return simulated(liveErrors, { series: [errors, others], minutes: 70 });
  };
  expect(run(5)).toSay(['20m alert', '30m renotify', '40m renotify', '46m recovery']);
  expect(run(4)).toSay(['20m alert', '30m renotify', '35m recovery']);
});

describeMonitorBehavior(liveRefused, {
  minutes: 90,
  fires: {
    when: 'a hundred requests are rejected, until fewer than fifty are rejected',
    series: live('client_error', '0x4 25 25 0x84'),
    notifications: ['21m alert', '51m recovery'],
  },
  staysOk: {
    when: '99 requests are rejected',
    series: [
      ...live('client_error', '0x4 49 0x85'),
      series('aws.apigateway.client_error{apiid:c,stage:live}', '0x4 1 0x85'),
    ],
  },
  withoutData: keepsState(...live('client_error', '0x9 _x81')),
});

test('live_refused recovers at 49 rejected requests', () => {
  const refusals = series('aws.apigateway.client_error{apiid:a,stage:live}', '0x4 51 49 0x84');
  expect(simulated(liveRefused, { series: [refusals], minutes: 90 })).toSay(['21m alert', '50m recovery']);
});
