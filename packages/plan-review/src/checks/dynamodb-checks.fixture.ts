import { type CheckExamples, type Example, withAttributes } from './example.fixture';

const compliantTable: Example = {
  aws_dynamodb_table: { lights: { name: 'lights', hash_key: 'id', deletion_protection_enabled: true } },
};

export const dynamodbExamples: CheckExamples = {
  'dynamodb-deletion-protection': {
    good: [compliantTable],
    bad: [undefined, false].map((deletion_protection_enabled) =>
      withAttributes(compliantTable, 'aws_dynamodb_table.lights', { deletion_protection_enabled }),
    ),
  },
};
