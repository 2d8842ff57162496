import type { Example } from '../check';

export const soundStream: Example = {
  aws_kinesis_stream: { lights: { name: 'lights', shard_count: 1, encryption_type: 'KMS' } },
};
