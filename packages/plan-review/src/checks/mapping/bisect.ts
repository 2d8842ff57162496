import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { readsStream } from './reads-stream';
import { soundMapping, soundQueueMapping } from './sound';

export const mappingBisect: Check = {
  id: 'mapping-bisect',
  severity: 'major',
  about: ['aws_lambda_event_source_mapping'],
  reason: 'one unprocessable record fails its whole batch, retry after retry',
  fix: 'bisect_batch_on_function_error = true',
  source: 'Serverless Lens REL 2',
  finds: (mapping) => readsStream(mapping) && isnt(mapping, 'bisect_batch_on_function_error', true),
  examples: {
    good: [soundMapping, soundQueueMapping],
    bad: [but(soundMapping, 'aws_lambda_event_source_mapping.records', { bisect_batch_on_function_error: false })],
  },
};
