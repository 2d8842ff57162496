import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { simulated } from './authoring/simulated';
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

const of = (metric: string, values: string, functionname = 'power-on') =>
  series(`aws.lambda.${metric}{functionname:${functionname}}`, values);

behaviourOf(lambdaErrors, {
  fires: {
    when: 'a fifth of the invocations of one function fail, and no other function is named',
    series: [
      of('invocations', '100x60'),
      of('errors', '0x19 20x10 0x29'),
      of('invocations', '100x60', 'power-confirm'),
      of('errors', '0x60', 'power-confirm'),
    ],
    says: [
      '38m functionname:power-on warn',
      '42m functionname:power-on alert',
      '52m functionname:power-on renotify',
      '55m functionname:power-on warn',
      '57m functionname:power-on recovery',
    ],
  },
  staysOk: {
    when: 'a failure in a hundred is told by alert-message alone',
    series: [of('invocations', '100x60'), of('errors', '1x60')],
  },
  withoutData: noNews(of('invocations', '_x60'), of('errors', '_x60')),
});

describe('lambda_errors, where 200 stand in its denominator', () => {
  const run = (errors: string) =>
    simulated(lambdaErrors, { series: [of('invocations', '10x100'), of('errors', errors)], minutes: 90 });

  test('warns from ten failures on, and not of nine', () => {
    expect(run('0x19 9 0x80')).toStayOk();
    expect(run('0x19 10 0x80')).toWarnAt('35m');
    expect(run('0x19 10 0x80')).toRecoverAt('50m');
  });

  test('pages from twenty on, and goes on while there are fourteen', () => {
    expect(run('0x19 6 14 0x80')).toSay([
      '36m functionname:power-on alert',
      '46m functionname:power-on renotify',
      '51m functionname:power-on recovery',
    ]);
  });
});

describe('lambda_errors at night, when hardly a message comes', () => {
  const run = (invocations: string, errors: string) =>
    simulated(lambdaErrors, { series: [of('invocations', invocations), of('errors', errors)], minutes: 60 });

  test('one event that fails three times, which is all there is, does not page', () => {
    expect(run('0x9 1 1 0 1 0x47', '0x9 1 1 0 1 0x47')).not.toNotify(/Triggered/);
  });

  test('two such events do', () => {
    expect(run('0x9 2 2 0 2 0x47', '0x9 2 2 0 2 0x47')).toNotify(/Triggered/);
  });
});

behaviourOf(lambdaThrottles, {
  fires: {
    when: 'ten invocations are throttled within 15 minutes',
    series: [of('throttles', '0x4 5 5 0x54')],
    says: ['21m functionname:power-on alert', '35m functionname:power-on recovery'],
  },
  staysOk: { when: 'nine are', series: [of('throttles', '0x5 9 0x54')] },
  withoutData: noNews(of('throttles', '0x5 _x55')),
});

behaviourOf(lambdaConcurrency, {
  minutes: 90,
  fires: {
    when: 'forty run at once, until it is less than thirty',
    series: [of('concurrent_executions.maximum', '5x9 40 30x19 27x60')],
    says: ['25m functionname:power-on alert', '60m functionname:power-on recovery'],
  },
  staysOk: {
    when: '39 do, and a function without reserved concurrency runs 90 times',
    series: [
      of('concurrent_executions.maximum', '39x60'),
      of('concurrent_executions.maximum', '90x60', 'power-command'),
    ],
  },
  withoutData: noNews(of('concurrent_executions.maximum', '5x9 _x51')),
});

behaviourOf(lambdaSlow, {
  minutes: 90,
  fires: {
    when: 'one call takes 8 of its 10 seconds, until all take less than 6',
    series: [of('duration.maximum', '50x9 8000 6000x19 5400x60')],
    says: ['25m functionname:power-on alert', '60m functionname:power-on recovery'],
  },
  staysOk: {
    when: 'a call takes 7.9 seconds, and those with a limit of their own take theirs',
    series: [
      of('duration.maximum', '50x9 7900 50x50'),
      of('duration.maximum', '20000x60', 'alert-message'),
      of('duration.maximum', '20000x60', 'provisioning-hook'),
      of('duration.maximum', '90000x60', 'timer-event'),
    ],
  },
  withoutData: noNews(of('duration.maximum', '50x9 _x51')),
});

behaviourOf(lambdaProvisioningHookSlow, {
  minutes: 90,
  fires: {
    when: 'one answer takes 4 of its 5 seconds, until all take less than 3',
    series: [of('duration.maximum', '50x9 4000 3000x19 2900x60', 'provisioning-hook')],
    says: ['25m functionname:provisioning-hook alert', '60m functionname:provisioning-hook recovery'],
  },
  staysOk: {
    when: 'it takes 3.9, and another function is slow',
    series: [of('duration.maximum', '3900x60', 'provisioning-hook'), of('duration.maximum', '7000x60')],
  },
  withoutData: noNews(of('duration.maximum', '50x9 _x51', 'provisioning-hook')),
});

behaviourOf(lambdaAlertMessageSlow, {
  minutes: 90,
  fires: {
    when: 'one batch takes 24 of its 30 seconds, until all take less than 18',
    series: [of('duration.maximum', '50x9 24000 18000x19 16200x60', 'alert-message')],
    says: ['25m functionname:alert-message alert', '60m functionname:alert-message recovery'],
  },
  staysOk: {
    when: 'it takes 23, and another function is slow',
    series: [of('duration.maximum', '23000x60', 'alert-message'), of('duration.maximum', '29000x60')],
  },
  withoutData: noNews(of('duration.maximum', '50x9 _x51', 'alert-message')),
});

behaviourOf(lambdaTimerEventSlow, {
  minutes: 90,
  fires: {
    when: 'the digest takes 96 of its 120 seconds, until it takes less than 72',
    series: [of('duration.maximum', '50x9 96000 72000x19 64800x60', 'timer-event')],
    says: ['25m functionname:timer-event alert', '60m functionname:timer-event recovery'],
  },
  staysOk: {
    when: 'it takes 95, and another function is slow',
    series: [of('duration.maximum', '95000x60', 'timer-event'), of('duration.maximum', '97000x60')],
  },
  withoutData: noNews(of('duration.maximum', '50x9 _x51', 'timer-event')),
});

behaviourOf(lambdaIteratorAge, {
  minutes: 90,
  fires: {
    when: 'the reader is a quarter of an hour behind, until it has come within five minutes',
    series: [of('iterator_age.maximum', '0+60000x15 300000x19 270000x60', 'alert-message')],
    says: [
      '30m functionname:alert-message alert',
      '40m functionname:alert-message renotify',
      '50m functionname:alert-message renotify',
      '60m functionname:alert-message recovery',
    ],
  },
  staysOk: {
    when: 'it comes to 14 minutes',
    series: [of('iterator_age.maximum', '0+60000x14 0x45', 'alert-message')],
  },
  withoutData: noNews(of('iterator_age.maximum', '0x9 _x51', 'alert-message')),
});

behaviourOf(lambdaEventsLate, {
  minutes: 90,
  fires: {
    when: 'an event has waited for an hour, until none waits for ten minutes',
    series: [of('async_event_age.maximum', '0x9 3600000 600000x19 540000x60')],
    says: ['25m functionname:power-on alert', '60m functionname:power-on recovery'],
  },
  staysOk: { when: 'one waits for 59 minutes', series: [of('async_event_age.maximum', '0x9 3540000 0x50')] },
  withoutData: noNews(of('async_event_age.maximum', '0x9 _x51')),
});

behaviourOf(lambdaFailuresLost, {
  minutes: 40,
  fires: {
    when: 'one event could not be kept',
    series: [of('destination_delivery_failures', '0x4 1 0x30')],
    says: [
      '20m functionname:power-on alert',
      '30m functionname:power-on renotify',
      '35m functionname:power-on recovery',
    ],
  },
  staysOk: { when: 'all that failed are kept', series: [of('destination_delivery_failures', '0x60')] },
  withoutData: noNews(of('destination_delivery_failures', '_x60')),
});
