import type { Check } from '../check';
import { but } from '../example';
import { is, lacks, originAt, type Resource, textAt } from '../resource';
import { soundFunction } from './sound';

/** Services that invoke a function as often as devices or clients ask them to; `*` is the principal of a function URL. */
const openToClients = ['iot.amazonaws.com', 'apigateway.amazonaws.com', '*'];

/** AWS IoT limits how often it invokes a provisioning hook (AWS IoT Core quotas, "RegisterThing"). */
const isInvokedByClients = (permission: Resource) =>
  openToClients.includes(textAt(permission, 'principal') ?? '') &&
  !/provisioning_?template/.test(originAt(permission, 'source_arn') ?? '');

export const lambdaConcurrency: Check = {
  id: 'lambda-concurrency',
  severity: 'minor',
  about: ['aws_lambda_function'],
  reason: 'a flood of messages or requests uses up the concurrency of the account and throttles all other functions',
  fix: 'reserved_concurrent_executions',
  source: 'Serverless Lens REL 1; Checkov CKV_AWS_115',
  finds(lambda, all) {
    const isReserved =
      !lacks(lambda, 'reserved_concurrent_executions') && !is(lambda, 'reserved_concurrent_executions', -1);
    if (isReserved) return false;
    const permissions = all.naming(lambda, { type: 'aws_lambda_permission', by: 'function_name' }) ?? [];
    return permissions.some(isInvokedByClients);
  },
  examples: {
    good: [
      soundFunction,
      // the platform itself decides how often it runs
      ...[{ principal: 'scheduler.amazonaws.com' }, { source_arn: '${aws_iot_provisioning_template.light.arn}' }].map(
        (invoker) =>
          but(
            but(soundFunction, 'aws_lambda_function.light', { reserved_concurrent_executions: undefined }),
            'aws_lambda_permission.rule',
            invoker,
          ),
      ),
    ],
    bad: [undefined, -1].map((reserved_concurrent_executions) =>
      but(soundFunction, 'aws_lambda_function.light', { reserved_concurrent_executions }),
    ),
  },
};
