import { but, type CheckExamples, type Example } from './example.fixture';

const soundTable: Example = {
  aws_dynamodb_table: { lights: { name: 'lights', hash_key: 'id', deletion_protection_enabled: true } },
};

export const dynamodbExamples: CheckExamples = {
  'dynamodb-deletion-protection': {
    good: [soundTable],
    bad: [undefined, false].map((deletion_protection_enabled) =>
      but(soundTable, 'aws_dynamodb_table.lights', { deletion_protection_enabled }),
    ),
  },
};
