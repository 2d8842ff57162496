import { series } from '@himeshima/datadog-monitors';
import { executionsFailed } from '../step-functions';
import { simulated } from './simulated';

test('series of a metric that nobody knows are refused: a misspelt one would pass for quiet', () => {
  const misspelt = series('aws.states.executions_faild', '9x30');
  expect(() => simulated(executionsFailed, { series: [misspelt], minutes: 30 })).toThrow(
    'aws.states.executions_faild is a metric that no catalogue knows',
  );
});
