import { series } from '@himeshima/datadog-monitors';
import { athenaQueryFailed } from './athena';
import { behaviourOf } from './authoring/behaviour.fixture';

const took = (state: string, values: string) =>
  series(`aws.athena.total_execution_time{workgroup:himeshima,querystate:${state},querytype:dml}`, values);

behaviourOf(athenaQueryFailed, {
  fires: {
    when: 'one query fails, were it at once, and others are cancelled before they have begun',
    series: [took('failed', '_x5 1 0 _x39'), took('cancelled', '_x5 0 _x40'), took('succeeded', '900x46')],
    says: ['21m workgroup:himeshima alert', '35m workgroup:himeshima recovery'],
  },
  staysOk: {
    when: 'queries succeed, however long they take, and one is cancelled before it has begun',
    series: [took('succeeded', '90000x60'), took('cancelled', '_x5 0x5 _x50')],
  },
  withoutData: {
    when: 'nobody asks, and nobody is without an answer',
    series: [took('failed', '_x60'), took('succeeded', '900x5 _x55')],
    says: [],
  },
});
