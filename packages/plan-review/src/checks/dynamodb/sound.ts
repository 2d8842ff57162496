import type { Example } from '../check';

export const soundTable: Example = {
  aws_dynamodb_table: {
    lights: {
      name: 'lights',
      hash_key: 'id',
      deletion_protection_enabled: true,
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true, kms_key_arn: '${aws_kms_key.key.arn}' },
    },
  },
};
