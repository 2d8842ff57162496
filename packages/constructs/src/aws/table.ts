import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import type { Grant, Statement } from './policy-document';

interface TableKey {
  readonly name: string;
  readonly type: 'string' | 'number';
}

/** Global secondary index on another attribute, sorted by the table's partition key. */
interface TableIndex {
  readonly name: string;
  readonly key: TableKey;
  /** Projected attributes in addition to the keys. */
  readonly holds?: readonly string[];
}

interface TableProps {
  readonly key: TableKey;
  readonly sort?: TableKey;
  readonly index?: TableIndex;
  /** Local secondary index that sorts by another attribute. The index does not contain items without the attribute. */
  readonly order?: { readonly name: string; readonly by: TableKey };
  /** TTL attribute. Its value is the time, in seconds since the epoch, after which DynamoDB may delete the item. */
  readonly expiresBy?: string;
}

/** DynamoDB table: on-demand, encrypted, with point-in-time recovery for 35 days. Its name is its id. */
export class Table extends DeclaredConstruct {
  readonly arn: string;
  readonly name: string;
  /** Name of the partition key. */
  readonly key: string;

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
      deletionProtectionEnabled: platform.settings.protectData,
    });
    this.arn = table.arn;
    this.name = table.name;
    this.key = key.name;
  }
}

/** Grants permission to read an item by its key. */
export const read = (table: Table): Grant => grantCall(table, 'GetItem');
/** Grants permission to create or replace an item. */
export const put = (table: Table): Grant => grantCall(table, 'PutItem');
/** Grants permission to update an item's attributes. */
export const update = (table: Table): Grant => grantCall(table, 'UpdateItem');
/** Grants permission to write up to 25 items in one call. */
export const putMany = (table: Table): Grant => grantCall(table, 'BatchWriteItem');
/** Grants permission to delete up to 25 items in one call. The DynamoDB action is the same as for `putMany`. */
export const removeMany = (table: Table): Grant => grantCall(table, 'BatchWriteItem');
/** Grants permission to query items by partition key. */
export const query = (table: Table): Grant => grantCall(table, 'Query');
/** Grants permission to read several items by their keys in one call. */
export const readMany = (table: Table): Grant => grantCall(table, 'BatchGetItem');
/** Grants permission to query the table's indexes. */
export const queryIndex = (table: Table): Grant => grantCall(table, 'Query', `${table.arn}/index/*`);
/** Grants permission to delete an item. */
export const remove = (table: Table): Grant => grantCall(table, 'DeleteItem');

type Call = 'BatchGetItem' | 'BatchWriteItem' | 'DeleteItem' | 'GetItem' | 'PutItem' | 'Query' | 'UpdateItem';

/** Grants permission for a table operation and the table's key (DynamoDB developer guide, "Usage notes for KMS"). */
function grantCall(table: Table, call: Call, resource = table.arn): Grant {
  const use: Statement = { Effect: 'Allow', Action: [`dynamodb:${call}`], Resource: resource };
  return [use, platformOf(table).key.useThrough('dynamodb')];
}
