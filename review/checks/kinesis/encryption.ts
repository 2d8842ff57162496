import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';

const sound = { aws_kinesis_stream: { lights: { name: 'lights', shard_count: 1, encryption_type: 'KMS' } } };

export const kinesisEncryption: Check = {
  id: 'kinesis-encryption',
  severity: 'major',
  about: ['aws_kinesis_stream'],
  reason: 'what devices send lies unencrypted for as long as the stream keeps it',
  fix: 'encryption_type = "KMS", with kms_key_id',
  source: 'IoT Lens IOTSEC10-BP01; Checkov CKV_AWS_43, Trivy AWS-0064',
  finds: (stream) => isnt(stream, 'encryption_type', 'KMS'),
  examples: {
    good: [sound],
    bad: [undefined, 'NONE'].map((encryption_type) => but(sound, 'aws_kinesis_stream.lights', { encryption_type })),
  },
};
