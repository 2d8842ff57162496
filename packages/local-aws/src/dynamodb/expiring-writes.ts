import { fieldsOf } from '../gateway/json-api';
import { transactionParts } from './transaction-parts';

/** Item that a call wrote; undefined if the call updated parts of an item. */
interface ExpiringWrite {
  readonly table: string;
  readonly item: Readonly<Record<string, unknown>> | undefined;
}

/** Returns the name of a table from its name or ARN. */
export const tableName = (nameOrArn: string): string => nameOrArn.split(':table/').at(-1) ?? nameOrArn;

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
      return part.kind === 'Update' ? [{ table: tableName(part.table), item: undefined }] : [];
    });
  if (typeof table !== 'string') return [];
  if (operation === 'PutItem') return [{ table: tableName(table), item: fieldsOf(Item) }];
  return operation === 'UpdateItem' ? [{ table: tableName(table), item: undefined }] : [];
}
