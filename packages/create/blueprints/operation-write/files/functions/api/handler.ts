import { sampleThing } from './sample-thing-operation';

export const operations = {
  'SAMPLE_METHOD sample-path': sampleThing,
};
