import { series } from '../lib/datadog';
import { executionsFailed } from './step-functions';
import { timeline } from './timeline';

const failed = (values: string) => [series('aws.states.executions_failed', values)];

describe('states_executions_failed', () => {
  test('one failed execution pages once the delay has passed, and recovers when the window is clean', () => {
    expect(timeline(executionsFailed, { series: failed('0x4 1 0x30'), minutes: 40 })).toEqual([
      '20m alert',
      '25m recovery',
    ]);
  });

  test('says it again every 10 minutes while executions fail', () => {
    expect(timeline(executionsFailed, { series: failed('0x4 1x25 0x10'), minutes: 40 })).toEqual([
      '20m alert',
      '30m renotify',
      '40m renotify',
    ]);
  });

  test('is quiet where nothing fails, and where nothing runs', () => {
    expect(timeline(executionsFailed, { series: failed('0x60'), minutes: 60 })).toEqual([]);
    expect(timeline(executionsFailed, { series: failed('_x60'), minutes: 60 })).toEqual([]);
  });
});
