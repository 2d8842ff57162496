import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { soundTable } from './sound';

export const dynamodbDeletionProtection: Check = {
  id: 'dynamodb-deletion-protection',
  severity: 'major',
  about: ['aws_dynamodb_table'],
  reason: 'renaming the resource or removing it from the code deletes the table with its items',
  fix: 'deletion_protection_enabled = true',
  source: 'IoT Lens IOTREL07-BP02',
  finds: (table) => isnt(table, 'deletion_protection_enabled', true),
  examples: {
    good: [soundTable],
    bad: [undefined, false].map((deletion_protection_enabled) =>
      but(soundTable, 'aws_dynamodb_table.lights', { deletion_protection_enabled }),
    ),
  },
};
