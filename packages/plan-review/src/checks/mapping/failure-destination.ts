import type { Check } from '../check';
import { but } from '../example';
import { lacks } from '../resource';
import { readsStream } from './reads-stream';
import { soundMapping, soundQueueMapping } from './sound';

export const mappingFailureDestination: Check = {
  id: 'mapping-failure-destination',
  severity: 'major',
  about: ['aws_lambda_event_source_mapping'],
  reason: 'records that fail for the last time are dropped',
  fix: 'destination_config.on_failure; a bucket keeps the records themselves',
  source: 'Serverless Lens REL 2',
  finds: (mapping) => readsStream(mapping) && lacks(mapping, 'destination_config.on_failure'),
  examples: {
    good: [soundMapping, soundQueueMapping],
    bad: [but(soundMapping, 'aws_lambda_event_source_mapping.records', { destination_config: undefined })],
  },
};
