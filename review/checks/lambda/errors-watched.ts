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
  reason: 'it fails, and nobody is told',
  fix: 'a monitor of aws.lambda.errors, of every function or of this one',
  source: 'Serverless Lens OPS 1; IoT Lens IOTOPS06-BP01',
  finds(lambda, all) {
    const [monitors, alarms] = [all.ofType('datadog_monitor'), all.ofType('aws_cloudwatch_metric_alarm')];
    // where there are none at all they stand elsewhere, for all that can be told
    if (monitors.length + alarms.length === 0) return false;
    return !monitors.some((one) => watches(one, lambda)) && !alarms.some((one) => isOf(one, lambda, all));
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

function watches(monitor: Resource, lambda: Resource): boolean {
  const text = templateAt(monitor, 'query') ?? '';
  const name = textAt(lambda, 'function_name');
  if (isUnknown(monitor, 'query')) return true;
  return (
    text.includes('aws.lambda.errors') &&
    (!text.includes('functionname:') || name === undefined || text.includes(`functionname:${name.toLowerCase()}`))
  );
}

const isOf = (alarm: Resource, lambda: Resource, all: Resources) =>
  !isnt(alarm, 'namespace', 'AWS/Lambda') &&
  !isnt(alarm, 'metric_name', 'Errors') &&
  (all.named(alarm, 'dimensions.FunctionName', 'aws_lambda_function') ?? lambda) === lambda;
