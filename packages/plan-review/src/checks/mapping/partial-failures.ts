import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { soundMapping, soundQueueMapping } from './sound';

export const mappingPartialFailures: Check = {
  id: 'mapping-partial-failures',
  severity: 'minor',
  about: ['aws_lambda_event_source_mapping'],
  reason: 'if one record of a batch fails, the others are processed again',
  fix: 'function_response_types = ["ReportBatchItemFailures"], and a function that returns the failed records',
  source: 'Serverless Lens REL 2',
  finds: (mapping) => isnt(mapping, 'function_response_types', 'ReportBatchItemFailures'),
  examples: {
    good: [soundMapping, soundQueueMapping],
    bad: [
      but(soundMapping, 'aws_lambda_event_source_mapping.records', { function_response_types: [] }),
      but(soundQueueMapping, 'aws_lambda_event_source_mapping.messages', { function_response_types: undefined }),
    ],
  },
};
