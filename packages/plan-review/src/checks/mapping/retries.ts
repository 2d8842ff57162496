import type { Check } from '../check';
import { but } from '../example';
import { is, lacks } from '../resource';
import { readsStream } from './reads-stream';
import { soundMapping, soundQueueMapping } from './sound';

export const mappingRetries: Check = {
  id: 'mapping-retries',
  severity: 'major',
  about: ['aws_lambda_event_source_mapping'],
  reason: 'a failing record blocks its shard until it expires',
  fix: 'maximum_retry_attempts, and destination_config.on_failure for records that keep failing',
  source: 'Serverless Lens REL 2',
  finds: (mapping) =>
    readsStream(mapping) && (lacks(mapping, 'maximum_retry_attempts') || is(mapping, 'maximum_retry_attempts', -1)),
  examples: {
    good: [soundMapping, soundQueueMapping],
    bad: [undefined, -1].map((maximum_retry_attempts) =>
      but(soundMapping, 'aws_lambda_event_source_mapping.records', { maximum_retry_attempts }),
    ),
  },
};
