import { series } from '@himeshima/datadog-monitors';
import { executionsFailed } from '../step-functions';
import { simulated } from './simulated';

test('simulated rejects series of unknown metrics, which would never alert', () => {
  const misspelt = series('aws.states.executions_faild', '9x30');
  expect(() => simulated(executionsFailed, { series: [misspelt], minutes: 30 })).toThrow(
    'unknown metric aws.states.executions_faild; check the spelling',
  );
});
