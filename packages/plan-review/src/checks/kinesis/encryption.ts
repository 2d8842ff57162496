import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { soundStream } from './sound';

export const kinesisEncryption: Check = {
  id: 'kinesis-encryption',
  severity: 'major',
  about: ['aws_kinesis_stream'],
  reason: 'records are not encrypted while the stream retains them',
  fix: 'encryption_type = "KMS" with kms_key_id',
  source: 'IoT Lens IOTSEC10-BP01; Checkov CKV_AWS_43, Trivy AWS-0064',
  finds: (stream) => isnt(stream, 'encryption_type', 'KMS'),
  examples: {
    good: [soundStream],
    bad: [undefined, 'NONE'].map((encryption_type) =>
      but(soundStream, 'aws_kinesis_stream.lights', { encryption_type }),
    ),
  },
};
