import type { Check } from './check';
import { isnt } from './resource-values';

export const dynamodbChecks: readonly Check[] = [
  {
    id: 'dynamodb-deletion-protection',
    severity: 'major',
    about: ['aws_dynamodb_table'],
    reason: 'renaming the resource in the code, or removing its code, deletes the table with all items',
    fix: 'set deletion_protection_enabled = true',
    source: 'IoT Lens IOTREL07-BP02',
    finds: (table) => isnt(table, 'deletion_protection_enabled', true),
  },
];
