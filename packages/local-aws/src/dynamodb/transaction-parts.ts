import { fieldsOf } from '../gateway/json-api';

/** Part of a transaction, with the name or ARN of its table. */
export interface TransactionPart {
  /** `Put`, `Update`, `Delete`, `ConditionCheck` or `Get`. */
  readonly kind: string;
  readonly table: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/** Returns the parts of a transaction that name a table. DynamoDB rejects other parts. */
export function transactionParts(input: unknown): readonly TransactionPart[] {
  const { TransactItems: items } = fieldsOf(input);
  return (Array.isArray(items) ? items : []).flatMap((item) =>
    Object.entries(fieldsOf(item)).flatMap(([kind, value]): TransactionPart[] => {
      const request = fieldsOf(value);
      const { TableName: table } = request;
      return typeof table === 'string' ? [{ kind, table, request }] : [];
    }),
  );
}
