import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { Construct } from 'constructs';
import { Declared } from './declared';
import { platformOf } from './platform';
import type { Statement } from './policy-document';

interface TableKey {
  readonly name: string;
  readonly type: 'string' | 'number';
}

interface TableProps {
  readonly key: TableKey;
  readonly sort?: TableKey;
  /** Attribute that holds the second (since the epoch) after which DynamoDB may delete the item. */
  readonly expiresBy?: string;
}

/** A table, paid by request, encrypted, restorable to any second of the last 35 days. Its name is its id. */
export class Table extends Declared {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { key, sort, expiresBy }: TableProps) {
    super(scope, id);
    const platform = platformOf(this);
    const keys = sort ? [key, sort] : [key];
    const table = new DynamodbTable(this, 'Default', {
      name: id,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: key.name,
      ...(sort && { rangeKey: sort.name }),
      attribute: keys.map(({ name, type }) => ({ name, type: type === 'string' ? 'S' : 'N' })),
      ...(expiresBy !== undefined && { ttl: { attributeName: expiresBy, enabled: true } }),
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: platform.key.arn },
      deletionProtectionEnabled: platform.environment.protectData,
    });
    this.arn = table.arn;
    this.name = table.name;
  }
}

type Access = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';

/** What a role needs for these calls on a table, its key included (DynamoDB developer guide, "Usage notes for KMS"). */
export function using(table: Table, ...calls: readonly [Access, ...Access[]]): readonly Statement[] {
  const use: Statement = { Effect: 'Allow', Action: calls.map((call) => `dynamodb:${call}`), Resource: table.arn };
  return [use, platformOf(table).key.useThrough('dynamodb')];
}
