import { fieldsOf } from '../gateway/json-api';
import { tableName } from './table-names';
import { transactionParts } from './transaction-parts';

type Fields = Readonly<Record<string, unknown>>;

/** Item that a call wrote, or request that updated parts of an item. */
type ExpiringWrite = { readonly table: string } & ({ readonly item: Fields } | { readonly update: Fields });

/** Returns whether a request to update an item may change an attribute: an update that does not name it cannot. */
export const mayUpdate = (
  { UpdateExpression, ExpressionAttributeNames, AttributeUpdates }: Fields,
  attribute: string,
): boolean => JSON.stringify([UpdateExpression, ExpressionAttributeNames, AttributeUpdates]).includes(attribute);

function batchItems(input: unknown): readonly ExpiringWrite[] {
  return Object.entries(fieldsOf(fieldsOf(input)['RequestItems'])).flatMap(([table, requests]) =>
    (Array.isArray(requests) ? requests : []).flatMap((request) => {
      const { Item } = fieldsOf(fieldsOf(request)['PutRequest']);
      return Item === undefined ? [] : [{ table: tableName(table), item: fieldsOf(Item) }];
    }),
  );
}

/**
 * Returns the items that a call wrote, and the tables in which it updated items. zod is not used, because every call
 * would be validated.
 */
export function expiringWrites(operation: string, input: unknown): readonly ExpiringWrite[] {
  const { TableName: table, Item } = fieldsOf(input);
  if (operation === 'BatchWriteItem') return batchItems(input);
  if (operation === 'TransactWriteItems')
    return transactionParts(input).flatMap((part): ExpiringWrite[] => {
      if (part.kind === 'Put') return [{ table: tableName(part.table), item: fieldsOf(part.request['Item']) }];
      return part.kind === 'Update' ? [{ table: tableName(part.table), update: fieldsOf(part.request) }] : [];
    });
  if (typeof table !== 'string') return [];
  if (operation === 'PutItem') return [{ table: tableName(table), item: fieldsOf(Item) }];
  return operation === 'UpdateItem' ? [{ table: tableName(table), update: fieldsOf(input) }] : [];
}
