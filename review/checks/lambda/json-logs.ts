import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { soundFunction } from './sound';

export const lambdaJsonLogs: Check = {
  id: 'lambda-json-logs',
  severity: 'info',
  about: ['aws_lambda_function'],
  reason: 'lines of plain text cannot be searched by their fields',
  fix: 'logging_config { log_format = "JSON" }; accept it where the function writes JSON by itself',
  source: 'Serverless Lens OPS 1',
  finds: (lambda) => isnt(lambda, 'logging_config.log_format', 'JSON'),
  examples: {
    good: [soundFunction],
    bad: [undefined, { log_format: 'Text' }].map((logging_config) =>
      but(soundFunction, 'aws_lambda_function.light', { logging_config }),
    ),
  },
};
