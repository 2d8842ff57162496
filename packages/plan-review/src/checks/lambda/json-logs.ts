import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { soundFunction } from './sound';

export const lambdaJsonLogs: Check = {
  id: 'lambda-json-logs',
  severity: 'info',
  about: ['aws_lambda_function'],
  reason: 'plain-text log lines cannot be searched by field',
  fix: 'logging_config { log_format = "JSON" }; accept the finding if the function writes JSON itself',
  source: 'Serverless Lens OPS 1',
  finds: (lambda) => isnt(lambda, 'logging_config.log_format', 'JSON'),
  examples: {
    good: [soundFunction],
    bad: [undefined, { log_format: 'Text' }].map((logging_config) =>
      but(soundFunction, 'aws_lambda_function.light', { logging_config }),
    ),
  },
};
