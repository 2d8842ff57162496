import { z } from 'zod';
import { isFields } from '../../../gateway/json-api';
import { itemOf, parseOutput } from '../action-output';
import { actionKind, type RuleMatch } from '../rule-action';

function fieldsOfOutput(match: RuleMatch) {
  const fields = parseOutput(match);
  if (!isFields(fields)) throw new Error('the output is not a JSON object');
  return fields;
}

/** Action that writes each root key of the output as a column. */
export const dynamoDbV2Action = actionKind({
  awsName: 'DynamoDBv2Action',
  schema: z.object({ roleArn: z.string(), putItem: z.object({ tableName: z.string() }) }),
  role: ({ roleArn }) => roleArn,
  compile({ putItem: { tableName } }, { field, targets, arnOf }) {
    const table = field(tableName);
    return {
      permissions: [{ action: 'dynamodb:PutItem', resource: (match) => arnOf('dynamodb', `table/${table(match)}`) }],
      target: tableName,
      resource: tableName,
      run: (match) => targets.dynamodb.put(table(match), itemOf(fieldsOfOutput(match)), match.cause),
    };
  },
});
