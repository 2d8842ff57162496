import type { Check } from '../check';
import { but, without } from '../example';
import { lacks, originAt, type Resource, textAt } from '../resource';
import { soundFunction } from './sound';

/** Services that do not wait for the answer (Lambda developer guide, "Event-driven invocation"). */
const asynchronous = /^(config|events|iot|s3|ses|sns|logs(\.[\w-]+)?)\.amazonaws\.com$/;

/** Whether this lets a service call the function and leave. Provisioning asks its hook, and waits. */
const callsAndLeaves = (permission: Resource) =>
  asynchronous.test(textAt(permission, 'principal') ?? '') &&
  !/provisioning_?template/.test(originAt(permission, 'source_arn') ?? '');

export const lambdaFailureDestination: Check = {
  id: 'lambda-failure-destination',
  severity: 'major',
  about: ['aws_lambda_function'],
  reason: 'an asynchronous event that fails three times is lost',
  fix: 'aws_lambda_function_event_invoke_config with destination_config.on_failure, or dead_letter_config',
  source: 'Serverless Lens REL 2; Checkov CKV_AWS_116',
  finds(lambda, all) {
    if (!lacks(lambda, 'dead_letter_config')) return false;
    const permissions = all.naming(lambda, { type: 'aws_lambda_permission', by: 'function_name' }) ?? [];
    if (!permissions.some(callsAndLeaves)) return false;
    const retries = all.naming(lambda, { type: 'aws_lambda_function_event_invoke_config', by: 'function_name' });
    return retries?.every((retry) => lacks(retry, 'destination_config.on_failure')) ?? false;
  },
  examples: {
    good: [
      soundFunction,
      without(
        but(soundFunction, 'aws_lambda_function.light', { dead_letter_config: { target_arn: 'arn:aws:sqs:e:1:d' } }),
        'aws_lambda_function_event_invoke_config.light',
      ),
      // nobody calls it and leaves
      without(
        but(soundFunction, 'aws_lambda_permission.rule', { source_arn: '${aws_iot_provisioning_template.light.arn}' }),
        'aws_lambda_function_event_invoke_config.light',
      ),
    ],
    bad: [
      without(soundFunction, 'aws_lambda_function_event_invoke_config.light'),
      but(soundFunction, 'aws_lambda_function_event_invoke_config.light', { destination_config: undefined }),
    ],
  },
};
