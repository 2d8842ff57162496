import { fieldsOf } from '../gateway/json-api';
import { type DynamoAnswer, errorAnswer } from './dynamo-answer';

/** Names of selections in error messages, for selections that determine the attributes themselves. */
const selections: Readonly<Record<string, string>> = {
  ALL_ATTRIBUTES: 'ALL_ATTRIBUTES',
  ALL_PROJECTED_ATTRIBUTES: 'ALL_PROJECTED_ATTRIBUTES',
  COUNT: 'only the Count',
};

/** Prefixes of messages, keyed by operation. Source: the tests of moto that were verified in AWS. */
const prefixes: Readonly<Record<string, string>> = { Query: '1 validation error detected: ', Scan: '' };

/** Returns why the attributes that a call selects contradict its projection, or undefined if they do not. */
function contradiction(input: Readonly<Record<string, unknown>>): string | undefined {
  const { Select: select, IndexName: index } = input;
  const projection = ['ProjectionExpression', 'AttributesToGet'].find((field) => input[field] !== undefined);
  if (select === 'SPECIFIC_ATTRIBUTES' && projection === undefined)
    return 'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES';
  const selection = selections[String(select)];
  if (selection !== undefined && projection !== undefined)
    return `Cannot specify the ${projection} when choosing to get ${selection}`;
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && index === undefined)
    return 'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName';
  return undefined;
}

/**
 * Returns DynamoDB's response to a Query or Scan whose `Select` contradicts its projection, which dynalite ignores, or
 * undefined for other calls. Source: DynamoDB API reference, "Query", "Scan", parameter `Select`.
 */
export function selectFault(operation: string, input: unknown): DynamoAnswer | undefined {
  const prefix = prefixes[operation];
  const reason = prefix === undefined ? undefined : contradiction(fieldsOf(input));
  if (reason === undefined) return undefined;
  return errorAnswer({ id: 0, status: 400, code: 'ValidationException', message: `${prefix}${reason}` });
}
