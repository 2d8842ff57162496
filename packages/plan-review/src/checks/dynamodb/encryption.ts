import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { soundTable } from './sound';

export const dynamodbEncryption: Check = {
  id: 'dynamodb-encryption',
  severity: 'minor',
  about: ['aws_dynamodb_table'],
  reason: 'it uses a key owned by AWS, so access to it can be neither audited nor revoked',
  fix: 'server_side_encryption { enabled = true } with kms_key_arn',
  source: 'IoT Lens IOTSEC10-BP01; Checkov CKV_AWS_119, Trivy AWS-0025',
  finds: (table) => isnt(table, 'server_side_encryption.enabled', true),
  examples: {
    good: [soundTable],
    bad: [but(soundTable, 'aws_dynamodb_table.lights', { server_side_encryption: undefined })],
  },
};
