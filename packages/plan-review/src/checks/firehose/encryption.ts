import type { Check } from '../check';
import { but } from '../example';
import { isnt, lacks } from '../resource';

const sound = {
  aws_kinesis_firehose_delivery_stream: {
    archive: { name: 'archive', destination: 'extended_s3', server_side_encryption: { enabled: true } },
  },
};
const archive = 'aws_kinesis_firehose_delivery_stream.archive';

export const firehoseEncryption: Check = {
  id: 'firehose-encryption',
  severity: 'minor',
  about: ['aws_kinesis_firehose_delivery_stream'],
  reason: 'records are not encrypted until they are delivered',
  fix: 'server_side_encryption { enabled = true } with a customer-managed key',
  source: 'IoT Lens IOTSEC10-BP01; Checkov CKV_AWS_240',
  // what comes from a stream is encrypted there (Firehose developer guide, "encryption")
  finds: (delivery) =>
    lacks(delivery, 'kinesis_source_configuration') && isnt(delivery, 'server_side_encryption.enabled', true),
  examples: {
    good: [
      sound,
      but(sound, archive, {
        server_side_encryption: undefined,
        kinesis_source_configuration: { kinesis_stream_arn: '${aws_kinesis_stream.lights.arn}' },
      }),
    ],
    bad: [but(sound, archive, { server_side_encryption: undefined })],
  },
};
