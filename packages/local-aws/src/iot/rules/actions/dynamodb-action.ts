import { z } from 'zod';
import { itemOf, parseOutput } from '../action-output';
import { type ActionContext, actionKind, type RuleMatch } from '../rule-action';

const KeyType = z.enum(['STRING', 'NUMBER']).optional();

/** Compiles a key attribute. @returns a function that returns the attribute in DynamoDB JSON */
function compileKey(
  { name, type, value }: { name: string; type: z.output<typeof KeyType>; value: string },
  { field }: ActionContext,
): (match: RuleMatch) => Record<string, object> {
  const key = field(name);
  const text = field(value);
  const tag = type === 'NUMBER' ? 'N' : 'S';
  return (match) => ({ [key(match)]: { [tag]: text(match) } });
}

/** Returns the output as one attribute in DynamoDB JSON, as binary data if the payload is not JSON. */
const payloadAttribute = (name: string, match: RuleMatch): Record<string, object> =>
  match.output instanceof Uint8Array
    ? { [name]: { B: Buffer.from(match.output).toString('base64') } }
    : itemOf({ [name]: parseOutput(match) });

/**
 * Action that writes the output to one column of an item with the given keys. Source: AWS IoT developer guide,
 * "dynamodb-rule-action". The operations UPDATE and DELETE are not supported, because AWS does not document their
 * effect or the permissions that they require.
 */
export const dynamoDbAction = actionKind({
  awsName: 'DynamoAction',
  schema: z
    .object({
      roleArn: z.string(),
      tableName: z.string(),
      hashKeyField: z.string(),
      hashKeyValue: z.string(),
      hashKeyType: KeyType,
      rangeKeyField: z.string().optional(),
      rangeKeyValue: z.string().optional(),
      rangeKeyType: KeyType,
      payloadField: z.string().optional(),
      operation: z.string().optional(),
    })
    .refine(
      ({ rangeKeyField, rangeKeyValue }) => (rangeKeyField === undefined) === (rangeKeyValue === undefined),
      'rangeKeyField and rangeKeyValue must be specified together',
    ),
  role: ({ roleArn }) => roleArn,
  compile(action, context) {
    const { field, targets, arnOf } = context;
    const { tableName, hashKeyField, hashKeyValue, hashKeyType, rangeKeyField, rangeKeyValue, rangeKeyType } = action;
    const table = field(tableName);
    const keys = [compileKey({ name: hashKeyField, type: hashKeyType, value: hashKeyValue }, context)];
    if (rangeKeyField !== undefined && rangeKeyValue !== undefined)
      keys.push(compileKey({ name: rangeKeyField, type: rangeKeyType, value: rangeKeyValue }, context));
    const payloadField = field(action.payloadField ?? 'payload');
    const operation = field(action.operation ?? 'INSERT');
    return {
      permissions: [{ action: 'dynamodb:PutItem', resource: (match) => arnOf('dynamodb', `table/${table(match)}`) }],
      target: tableName,
      resource: tableName,
      async run(match) {
        if (operation(match) !== 'INSERT')
          throw new Error(`the operation "${operation(match)}" is not supported locally: use INSERT`);
        const item = Object.assign(payloadAttribute(payloadField(match), match), ...keys.map((key) => key(match)));
        await targets.dynamodb.put(table(match), item, match.cause);
      },
    };
  },
});
