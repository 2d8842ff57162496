import { gathered } from '../../gathered';
import type { Check } from '../check';
import { but, without } from '../example';
import { isnt, isUnknown, type Resource, templateAt, textAt } from '../resource';
import type { Resources } from '../resources';
import { soundFunction } from './sound';

const query = (text: string) => but(soundFunction, 'datadog_monitor.errors', { query: text });
const alarm = { metric_name: 'Errors', namespace: 'AWS/Lambda' };

export const lambdaErrorsWatched: Check = {
  id: 'lambda-errors-watched',
  severity: 'major',
  about: ['aws_lambda_function'],
  reason: 'no monitor alerts on its errors',
  fix: 'a monitor on aws.lambda.errors for all functions or this one',
  source: 'Serverless Lens OPS 1; IoT Lens IOTOPS06-BP01',
  finds(lambda, all) {
    // where there are none at all they stand elsewhere, for all that can be told
    if (all.ofType('datadog_monitor').length + all.ofType('aws_cloudwatch_metric_alarm').length === 0) return false;
    return !watchers(all).some((watches) => watches(lambda));
  },
  examples: {
    good: [
      soundFunction,
      without(soundFunction, 'datadog_monitor.errors'),
      query('sum(last_5m):sum:aws.lambda.errors{functionname:light}.as_count() >= 1'),
      { ...query('sum(last_5m):sum:aws.sqs.x{*}.as_count() >= 1'), aws_cloudwatch_metric_alarm: { errors: alarm } },
    ],
    bad: [
      query('sum(last_5m):sum:aws.sqs.number_of_messages_sent{*}.as_count() >= 1'),
      query('sum(last_5m):sum:aws.lambda.errors{functionname:other}.as_count() >= 1'),
    ],
  },
};

/** Each says whether it watches a function. */
const watchers = gathered((all: Resources): readonly ((lambda: Resource) => boolean)[] => [
  ...all.ofType('datadog_monitor').flatMap((monitor) => {
    const text = templateAt(monitor, 'query') ?? '';
    if (isUnknown(monitor, 'query')) return [() => true];
    return text.includes('aws.lambda.errors') ? [(lambda: Resource) => reaches(text, lambda)] : [];
  }),
  ...all
    .ofType('aws_cloudwatch_metric_alarm')
    .filter((alarm) => !isnt(alarm, 'namespace', 'AWS/Lambda') && !isnt(alarm, 'metric_name', 'Errors'))
    .map((alarm) => {
      const only = all.named(alarm, 'dimensions.FunctionName', 'aws_lambda_function');
      return (lambda: Resource) => only === undefined || only === lambda;
    }),
]);

function reaches(query: string, lambda: Resource): boolean {
  const name = textAt(lambda, 'function_name');
  return !query.includes('functionname:') || name === undefined || query.includes(`functionname:${name.toLowerCase()}`);
}
