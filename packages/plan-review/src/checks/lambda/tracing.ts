import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { soundFunction } from './sound';

export const lambdaTracing: Check = {
  id: 'lambda-tracing',
  severity: 'minor',
  about: ['aws_lambda_function'],
  reason: 'slow requests cannot be analysed',
  fix: 'tracing_config { mode = "Active" }',
  source: 'Serverless Lens OPS 1; Checkov CKV_AWS_50, Trivy AWS-0066',
  finds: (lambda) => isnt(lambda, 'tracing_config.mode', 'Active'),
  examples: {
    good: [soundFunction],
    bad: [undefined, { mode: 'PassThrough' }].map((tracing_config) =>
      but(soundFunction, 'aws_lambda_function.light', { tracing_config }),
    ),
  },
};
