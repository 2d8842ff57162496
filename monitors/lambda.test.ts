import { series } from '../lib/datadog';
import { lambdaErrors, lambdaIteratorAge, lambdaThrottles } from './lambda';
import { timeline } from './timeline';

const of = (metric: string, functionname: string, values: string) =>
  series(`aws.lambda.${metric}{functionname:${functionname}}`, values);

describe('lambda_errors', () => {
  const invoked = (name: string) => of('invocations', name, '100x60');

  test('pages for the function that fails, and for no other', () => {
    const run = [
      invoked('power-on'),
      of('errors', 'power-on', '0x19 20x10 0x29'),
      invoked('power-confirm'),
      of('errors', 'power-confirm', '0x60'),
    ];
    const said = timeline(lambdaErrors, { series: run, minutes: 59 });
    expect(said.some((line) => line.endsWith('functionname:power-on alert'))).toBe(true);
    expect(said.join()).not.toContain('power-confirm');
  });

  test('a failure in a hundred is told by alert-message, not by a page', () => {
    const run = [invoked('power-on'), of('errors', 'power-on', '1x60')];
    expect(timeline(lambdaErrors, { series: run, minutes: 60 })).toEqual([]);
  });

  test('a function that nobody calls is no news', () => {
    const run = [of('invocations', 'power-on', '0x60'), of('errors', 'power-on', '0x60')];
    expect(timeline(lambdaErrors, { series: run, minutes: 60 })).toEqual([]);
  });
});

describe('lambda_throttles', () => {
  test('a ticket from the tenth throttle within 15 minutes', () => {
    const throttled = (values: string) => [of('throttles', 'power-on', values)];
    expect(timeline(lambdaThrottles, { series: throttled('0x5 9 0x40'), minutes: 45 })).toEqual([]);
    expect(timeline(lambdaThrottles, { series: throttled('0x5 10 0x40'), minutes: 45 })).toEqual([
      '21m functionname:power-on alert',
      '31m functionname:power-on renotify',
      '36m functionname:power-on recovery',
    ]);
  });
});

describe('lambda_iterator_age', () => {
  test('pages when the reader is a quarter of an hour behind', () => {
    const age = (values: string) => [of('iterator_age.maximum', 'alert-message', values)];
    expect(timeline(lambdaIteratorAge, { series: age('0+60000x14'), minutes: 29 })).toEqual([]);
    expect(timeline(lambdaIteratorAge, { series: age('0+60000x15'), minutes: 30 })).toEqual([
      '30m functionname:alert-message alert',
    ]);
  });
});
