import { deleted, reportedBy, updated } from './dangers.fixture';
import { encryptionRemoved } from './encryption-removed';

const reported = reportedBy(encryptionRemoved);

describe('lost encryption', () => {
  test.each([
    [
      'aws_kinesis_firehose_delivery_stream',
      { server_side_encryption: [{ enabled: true }] },
      { server_side_encryption: [{ enabled: false }] },
      /encrypted/,
    ],
    [
      'aws_msk_cluster',
      { encryption_info: [{ encryption_in_transit: [{ client_broker: 'TLS' }] }] },
      { encryption_info: [{ encryption_in_transit: [{ client_broker: 'PLAINTEXT' }] }] },
      /without TLS/,
    ],
    [
      'aws_opensearch_domain',
      { domain_endpoint_options: [{ enforce_https: true }] },
      { domain_endpoint_options: [{ enforce_https: false }] },
      /without TLS/,
    ],
  ])('reports weaker encryption of %s if %j becomes %j, but not vice versa', (type, before, after, expected) => {
    expect(reported(updated(`${type}.x`, before, after))).toEqual([expect.stringMatching(expected)]);
    expect(reported(updated(`${type}.x`, after, before))).toEqual([]);
  });

  test('reports the deletion of a resource that encrypts another resource', () =>
    expect(reported(deleted('aws_s3_bucket_server_side_encryption_configuration.e'))).toEqual([
      "aws_s3_bucket_server_side_encryption_configuration.e is deleted: new objects are encrypted with S3's default key",
    ]));

  test('ignores a key that is known only after apply', () =>
    expect(reported(updated('aws_sns_topic.t', { kms_master_key_id: 'k' }, {}, { kms_master_key_id: true }))).toEqual(
      [],
    ));
});
