import { series } from '@himeshima/datadog-monitors';
import { executionsAborted, executionsFailed, executionsThrottled, executionsTimedOut } from './step-functions';
import { describeMonitorBehavior, keepsState, simulated } from './testing';

const of = (metric: string, values: string, workflow = 'power-command') =>
  series(`aws.states.${metric}{statemachinearn:${workflow}}`, values);
const failedExecutions = (values: string, workflow?: string) => of('executions_failed', values, workflow);

describeMonitorBehavior(executionsFailed, {
  minutes: 40,
  fires: {
    when: 'one execution of any workflow fails (after the evaluation delay), until a window passes without failures',
    series: [failedExecutions('0x4 1 0x30'), failedExecutions('0x35', 'another')],
    notifications: ['20m alert', '25m recovery'],
  },
  staysOk: { when: 'no execution fails', series: [failedExecutions('0x60')] },
  withoutData: keepsState(failedExecutions('_x60')),
});

test('states_executions_failed renotifies every 10 minutes while executions fail', () => {
  const run = simulated(executionsFailed, { series: [failedExecutions('0x4 1x25 0x10')], minutes: 40 });
  expect(run).toAlertAt('20m');
  expect(run).toRenotifyEvery('10m');
});

describeMonitorBehavior(executionsTimedOut, {
  fires: {
    when: 'one execution times out',
    series: [of('executions_timed_out', '0x4 1 0x55')],
    notifications: ['20m statemachinearn:power-command alert', '25m statemachinearn:power-command recovery'],
  },
  staysOk: { when: 'no execution times out', series: [of('executions_timed_out', '0x60')] },
  withoutData: keepsState(of('executions_timed_out', '_x60')),
});

describeMonitorBehavior(executionsAborted, {
  fires: {
    when: 'five executions are aborted',
    series: [of('executions_aborted', '0x3 2 3 0x55')],
    notifications: ['20m statemachinearn:power-command alert', '34m statemachinearn:power-command recovery'],
  },
  staysOk: { when: 'four executions are aborted', series: [of('executions_aborted', '0x4 4 0x55')] },
  withoutData: keepsState(of('executions_aborted', '_x60')),
});

describeMonitorBehavior(executionsThrottled, {
  fires: {
    when: 'ten state transitions are throttled',
    series: [of('execution_throttled', '0x3 5 5 0x55')],
    notifications: ['20m statemachinearn:power-command alert', '34m statemachinearn:power-command recovery'],
  },
  staysOk: { when: 'nine state transitions are throttled', series: [of('execution_throttled', '0x4 9 0x55')] },
  withoutData: keepsState(of('execution_throttled', '_x60')),
});
