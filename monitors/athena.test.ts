import { series } from '@himeshima/datadog-monitors';
import { athenaQueryFailed } from './athena';
import { describeMonitorBehavior } from './testing';

const took = (state: string, values: string) =>
  series(`aws.athena.total_execution_time{workgroup:himeshima,querystate:${state},querytype:dml}`, values);

describeMonitorBehavior(athenaQueryFailed, {
  fires: {
    when: 'one query fails immediately, and others are cancelled before they start',
    series: [took('failed', '_x5 1 0 _x39'), took('cancelled', '_x5 0 _x40'), took('succeeded', '900x46')],
    notifications: ['21m workgroup:himeshima alert', '35m workgroup:himeshima recovery'],
  },
  staysOk: {
    when: 'long queries succeed, and one is cancelled before it starts',
    series: [took('succeeded', '90000x60'), took('cancelled', '_x5 0x5 _x50')],
  },
  withoutData: {
    when: 'there are no queries',
    series: [took('failed', '_x60'), took('succeeded', '900x5 _x55')],
    notifications: [],
  },
});
