import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { simulated } from './authoring/simulated';
import { executionsAborted, executionsFailed, executionsThrottled, executionsTimedOut } from './step-functions';

const of = (metric: string, values: string, workflow = 'power-command') =>
  series(`aws.states.${metric}{statemachinearn:${workflow}}`, values);
const failed = (values: string, workflow?: string) => of('executions_failed', values, workflow);

behaviourOf(executionsFailed, {
  minutes: 40,
  fires: {
    when: 'one execution of any workflow failed, once the delay has passed, and recovers when the window is clean',
    series: [failed('0x4 1 0x30'), failed('0x35', 'another')],
    says: ['20m alert', '25m recovery'],
  },
  staysOk: { when: 'nothing fails', series: [failed('0x60')] },
  withoutData: noNews(failed('_x60')),
});

test('states_executions_failed says it again every 10 minutes while executions fail', () => {
  const run = simulated(executionsFailed, { series: [failed('0x4 1x25 0x10')], minutes: 40 });
  expect(run).toAlertAt('20m');
  expect(run).toRenotifyEvery('10m');
});

behaviourOf(executionsTimedOut, {
  fires: {
    when: 'one execution ran out of time',
    series: [of('executions_timed_out', '0x4 1 0x55')],
    says: ['20m statemachinearn:power-command alert', '25m statemachinearn:power-command recovery'],
  },
  staysOk: { when: 'all end by themselves', series: [of('executions_timed_out', '0x60')] },
  withoutData: noNews(of('executions_timed_out', '_x60')),
});

behaviourOf(executionsAborted, {
  fires: {
    when: 'five executions are stopped',
    series: [of('executions_aborted', '0x3 2 3 0x55')],
    says: ['20m statemachinearn:power-command alert', '34m statemachinearn:power-command recovery'],
  },
  staysOk: { when: 'somebody stops four', series: [of('executions_aborted', '0x4 4 0x55')] },
  withoutData: noNews(of('executions_aborted', '_x60')),
});

behaviourOf(executionsThrottled, {
  fires: {
    when: 'ten transitions are throttled',
    series: [of('execution_throttled', '0x3 5 5 0x55')],
    says: ['20m statemachinearn:power-command alert', '34m statemachinearn:power-command recovery'],
  },
  staysOk: { when: 'nine are', series: [of('execution_throttled', '0x4 9 0x55')] },
  withoutData: noNews(of('execution_throttled', '_x60')),
});
