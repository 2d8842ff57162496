import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { Construct } from 'constructs';
import { Declared } from './declared';
import { platformOf } from './platform';
import type { Grant, Statement } from './policy-document';

interface TableKey {
  readonly name: string;
  readonly type: 'string' | 'number';
}

/** Keys of the items under another key of theirs, in the order of their own, and what else of them is wanted there. */
interface TableIndex {
  readonly name: string;
  readonly key: TableKey;
  readonly holds?: readonly string[];
}

interface TableProps {
  readonly key: TableKey;
  readonly sort?: TableKey;
  readonly index?: TableIndex;
  /** The same items in another order; those that lack its attribute are left out. */
  readonly order?: { readonly name: string; readonly by: TableKey };
  /** Attribute that holds the second (since the epoch) after which DynamoDB may delete the item. */
  readonly expiresBy?: string;
}

/** A table, paid by request, encrypted, restorable to any second of the last 35 days. Its name is its id. */
export class Table extends Declared {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { key, sort, index, order, expiresBy }: TableProps) {
    super(scope, id);
    const platform = platformOf(this);
    const keys = [
      key,
      ...(sort ? [sort] : []),
      ...(index && index.key.name !== sort?.name ? [index.key] : []),
      ...(order ? [order.by] : []),
    ];
    const table = new DynamodbTable(this, 'Default', {
      name: id,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: key.name,
      ...(sort && { rangeKey: sort.name }),
      attribute: keys.map(({ name, type }) => ({ name, type: type === 'string' ? 'S' : 'N' })),
      ...(index && {
        globalSecondaryIndex: [
          {
            name: index.name,
            hashKey: index.key.name,
            rangeKey: key.name,
            ...(index.holds
              ? { projectionType: 'INCLUDE', nonKeyAttributes: [...index.holds] }
              : { projectionType: 'KEYS_ONLY' }),
          },
        ],
      }),
      ...(order && {
        localSecondaryIndex: [{ name: order.name, rangeKey: order.by.name, projectionType: 'ALL' }],
      }),
      ...(expiresBy !== undefined && { ttl: { attributeName: expiresBy, enabled: true } }),
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: platform.key.arn },
      deletionProtectionEnabled: platform.environment.protectData,
    });
    this.arn = table.arn;
    this.name = table.name;
  }
}

/** One item, by its key. */
export const read = (table: Table): Grant => using(table, 'GetItem');
/** One item, in place of what stood under its key. */
export const put = (table: Table): Grant => using(table, 'PutItem');
/** Some attributes of an item. */
export const update = (table: Table): Grant => using(table, 'UpdateItem');
/** Up to 25 items at once. */
export const putMany = (table: Table): Grant => using(table, 'BatchWriteItem');
/** Up to 25 items at once: to DynamoDB the same call. */
export const removeMany = (table: Table): Grant => using(table, 'BatchWriteItem');
/** Items under one key, in the order of their sort key. */
export const query = (table: Table): Grant => using(table, 'Query');
/** Many items at once, by their keys. */
export const readMany = (table: Table): Grant => using(table, 'BatchGetItem');
/** Items by an index: under another key of theirs, or in another order. */
export const queryIndex = (table: Table): Grant => using(table, 'Query', `${table.arn}/index/*`);
export const remove = (table: Table): Grant => using(table, 'DeleteItem');

type Call = 'BatchGetItem' | 'BatchWriteItem' | 'DeleteItem' | 'GetItem' | 'PutItem' | 'Query' | 'UpdateItem';

/** What a role needs for a call on a table, its key included (DynamoDB developer guide, "Usage notes for KMS"). */
function using(table: Table, call: Call, resource = table.arn): Grant {
  const use: Statement = { Effect: 'Allow', Action: [`dynamodb:${call}`], Resource: resource };
  return [use, platformOf(table).key.useThrough('dynamodb')];
}
