import { fieldsOf, isFields } from '../gateway/json-api';

/** Returns the name of a table from its name or ARN. */
export const tableName = (nameOrArn: string): string => nameOrArn.split(':table/').at(-1) ?? nameOrArn;

type Fields = Readonly<Record<string, unknown>>;

const withName = (fields: Fields): Fields => {
  const { TableName: named } = fields;
  return typeof named === 'string' ? { ...fields, TableName: tableName(named) } : fields;
};

const inTransaction = (item: unknown): unknown =>
  isFields(item)
    ? Object.fromEntries(Object.entries(item).map(([kind, part]) => [kind, isFields(part) ? withName(part) : part]))
    : item;

/**
 * Replaces the ARNs of tables in a call with their names, because dynalite rejects ARNs. Source: DynamoDB API reference,
 * "TableName".
 * @returns undefined if the call contains no ARN of a table
 */
export function withTableNames(input: unknown, body: Uint8Array): Fields | undefined {
  // parsing a large call again would be slow
  if (!Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes(':table/')) return undefined;
  const { RequestItems: requests, TransactItems: items } = fieldsOf(input);
  return {
    ...withName(fieldsOf(input)),
    ...(isFields(requests) && {
      RequestItems: Object.fromEntries(Object.entries(requests).map(([table, own]) => [tableName(table), own])),
    }),
    ...(Array.isArray(items) && { TransactItems: items.map(inTransaction) }),
  };
}
