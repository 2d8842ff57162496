import type { Check } from '../check';
import { but } from '../example';
import { is, lacks } from '../resource';
import { soundFunction } from './sound';

export const lambdaConcurrency: Check = {
  id: 'lambda-concurrency',
  severity: 'minor',
  about: ['aws_lambda_function'],
  reason: 'it can use up the concurrency of the account, so that all other functions are throttled',
  fix: 'reserved_concurrent_executions',
  source: 'Serverless Lens REL 1; Checkov CKV_AWS_115',
  finds: (lambda) =>
    lacks(lambda, 'reserved_concurrent_executions') || is(lambda, 'reserved_concurrent_executions', -1),
  examples: {
    good: [soundFunction],
    bad: [undefined, -1].map((reserved_concurrent_executions) =>
      but(soundFunction, 'aws_lambda_function.light', { reserved_concurrent_executions }),
    ),
  },
};
