import { series } from '@himeshima/datadog-monitors';
import { clientFunctions } from '../contracts/client-functions';
import {
  lambdaAlertMessageSlow,
  lambdaConcurrency,
  lambdaErrors,
  lambdaEventsLate,
  lambdaFailuresLost,
  lambdaIteratorAge,
  lambdaProvisioningHookSlow,
  lambdaSlow,
  lambdaThrottles,
  lambdaTimerEventSlow,
} from './lambda';
import { describeMonitorBehavior, keepsState, simulated } from './testing';

const of = (metric: string, values: string, functionname = 'power-on') =>
  series(`aws.lambda.${metric}{functionname:${functionname}}`, values);

describeMonitorBehavior(lambdaErrors, {
  fires: {
    when: '20% of the invocations of one function fail, and all other functions succeed',
    series: [
      of('invocations', '100x60'),
      of('errors', '0x19 20x10 0x29'),
      of('invocations', '100x60', 'power-confirm'),
      of('errors', '0x60', 'power-confirm'),
    ],
    notifications: [
      '38m functionname:power-on warn',
      '42m functionname:power-on alert',
      '52m functionname:power-on renotify',
      '55m functionname:power-on warn',
      '57m functionname:power-on recovery',
    ],
  },
  staysOk: {
    when: '1% of the invocations fail',
    series: [of('invocations', '100x60'), of('errors', '1x60')],
  },
  withoutData: keepsState(of('invocations', '_x60'), of('errors', '_x60')),
});

describe('lambda_errors with a denominator of 200', () => {
  const run = (errors: string) =>
    simulated(lambdaErrors, { series: [of('invocations', '10x100'), of('errors', errors)], minutes: 90 });

  test('lambda_errors warns at ten failures, but not at nine', () => {
    expect(run('0x19 9 0x80')).toStayOk();
    expect(run('0x19 10 0x80')).toWarnAt('35m');
    expect(run('0x19 10 0x80')).toRecoverAt('50m');
  });

  test('lambda_errors pages at twenty failures and stays in alert at fourteen', () => {
    expect(run('0x19 6 14 0x80')).toSay([
      '36m functionname:power-on alert',
      '46m functionname:power-on renotify',
      '51m functionname:power-on recovery',
    ]);
  });
});

describe('lambda_errors at night, with hardly any messages', () => {
  const run = (invocations: string, errors: string) =>
    simulated(lambdaErrors, { series: [of('invocations', invocations), of('errors', errors)], minutes: 60 });

  test('lambda_errors does not page for a single event that fails three times', () => {
    expect(run('0x9 1 1 0 1 0x47', '0x9 1 1 0 1 0x47')).not.toNotify(/Triggered/);
  });

  test('lambda_errors pages for two events that fail three times', () => {
    expect(run('0x9 2 2 0 2 0x47', '0x9 2 2 0 2 0x47')).toNotify(/Triggered/);
  });
});

describeMonitorBehavior(lambdaThrottles, {
  fires: {
    when: 'ten invocations are throttled within 15 minutes',
    series: [of('throttles', '0x4 5 5 0x54')],
    notifications: ['21m functionname:power-on alert', '35m functionname:power-on recovery'],
  },
  staysOk: { when: 'nine invocations are throttled', series: [of('throttles', '0x5 9 0x54')] },
  withoutData: keepsState(of('throttles', '0x5 _x55')),
});

const [clientFunction = ''] = clientFunctions;
const concurrent = (values: string) => of('concurrent_executions.maximum', values, clientFunction);

describeMonitorBehavior(lambdaConcurrency, {
  minutes: 90,
  fires: {
    when: 'forty executions run concurrently, until fewer than thirty do',
    series: [concurrent('5x9 40 30x19 27x60')],
    notifications: [`25m functionname:${clientFunction} alert`, `60m functionname:${clientFunction} recovery`],
  },
  staysOk: {
    when: '39 executions of one function run concurrently, and 90 of a function without reserved concurrency',
    series: [concurrent('39x60'), of('concurrent_executions.maximum', '90x60', 'power-command')],
  },
  withoutData: keepsState(concurrent('5x9 _x51')),
});

describeMonitorBehavior(lambdaSlow, {
  minutes: 90,
  fires: {
    when: 'an invocation takes 8 of its 10 seconds, until invocations take less than 6 seconds',
    series: [of('duration.maximum', '50x9 8000 6000x19 5400x60')],
    notifications: ['25m functionname:power-on alert', '60m functionname:power-on recovery'],
  },
  staysOk: {
    when: 'an invocation takes 7.9 seconds, and functions with longer timeouts take longer',
    series: [
      of('duration.maximum', '50x9 7900 50x50'),
      of('duration.maximum', '20000x60', 'alert-message'),
      of('duration.maximum', '20000x60', 'provisioning-hook'),
      of('duration.maximum', '90000x60', 'timer-event'),
    ],
  },
  withoutData: keepsState(of('duration.maximum', '50x9 _x51')),
});

describeMonitorBehavior(lambdaProvisioningHookSlow, {
  minutes: 90,
  fires: {
    when: 'an invocation takes 4 of its 5 seconds, until invocations take less than 3 seconds',
    series: [of('duration.maximum', '50x9 4000 3000x19 2900x60', 'provisioning-hook')],
    notifications: ['25m functionname:provisioning-hook alert', '60m functionname:provisioning-hook recovery'],
  },
  staysOk: {
    when: 'an invocation takes 3.9 seconds, and another function is slow',
    series: [of('duration.maximum', '3900x60', 'provisioning-hook'), of('duration.maximum', '7000x60')],
  },
  withoutData: keepsState(of('duration.maximum', '50x9 _x51', 'provisioning-hook')),
});

describeMonitorBehavior(lambdaAlertMessageSlow, {
  minutes: 90,
  fires: {
    when: 'a batch takes 24 of its 30 seconds, until batches take less than 18 seconds',
    series: [of('duration.maximum', '50x9 24000 18000x19 16200x60', 'alert-message')],
    notifications: ['25m functionname:alert-message alert', '60m functionname:alert-message recovery'],
  },
  staysOk: {
    when: 'a batch takes 23 seconds, and another function is slow',
    series: [of('duration.maximum', '23000x60', 'alert-message'), of('duration.maximum', '29000x60')],
  },
  withoutData: keepsState(of('duration.maximum', '50x9 _x51', 'alert-message')),
});

describeMonitorBehavior(lambdaTimerEventSlow, {
  minutes: 90,
  fires: {
    when: 'the digest takes 96 of its 120 seconds, until it takes less than 72 seconds',
    series: [of('duration.maximum', '50x9 96000 72000x19 64800x60', 'timer-event')],
    notifications: ['25m functionname:timer-event alert', '60m functionname:timer-event recovery'],
  },
  staysOk: {
    when: 'the digest takes 95 seconds, and another function is slow',
    series: [of('duration.maximum', '95000x60', 'timer-event'), of('duration.maximum', '97000x60')],
  },
  withoutData: keepsState(of('duration.maximum', '50x9 _x51', 'timer-event')),
});

describeMonitorBehavior(lambdaIteratorAge, {
  minutes: 90,
  fires: {
    when: 'the consumer is 15 minutes behind, until it is less than five minutes behind',
    series: [of('iterator_age.maximum', '0+60000x15 300000x19 270000x60', 'alert-message')],
    notifications: [
      '30m functionname:alert-message alert',
      '40m functionname:alert-message renotify',
      '50m functionname:alert-message renotify',
      '60m functionname:alert-message recovery',
    ],
  },
  staysOk: {
    when: 'the consumer is 14 minutes behind',
    series: [of('iterator_age.maximum', '0+60000x14 0x45', 'alert-message')],
  },
  withoutData: keepsState(of('iterator_age.maximum', '0x9 _x51', 'alert-message')),
});

describeMonitorBehavior(lambdaEventsLate, {
  minutes: 90,
  fires: {
    when: 'an event has waited for an hour, until events wait for less than ten minutes',
    series: [of('async_event_age.maximum', '0x9 3600000 600000x19 540000x60')],
    notifications: ['25m functionname:power-on alert', '60m functionname:power-on recovery'],
  },
  staysOk: { when: 'an event has waited for 59 minutes', series: [of('async_event_age.maximum', '0x9 3540000 0x50')] },
  withoutData: keepsState(of('async_event_age.maximum', '0x9 _x51')),
});

describeMonitorBehavior(lambdaFailuresLost, {
  minutes: 40,
  fires: {
    when: 'one event could not be sent to its failure queue',
    series: [of('destination_delivery_failures', '0x4 1 0x30')],
    notifications: [
      '20m functionname:power-on alert',
      '30m functionname:power-on renotify',
      '35m functionname:power-on recovery',
    ],
  },
  staysOk: { when: 'all failed events reach the queue', series: [of('destination_delivery_failures', '0x60')] },
  withoutData: keepsState(of('destination_delivery_failures', '_x60')),
});
