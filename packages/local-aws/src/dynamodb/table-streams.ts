import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { fieldsOf, isFields, parseInput } from '../gateway/json-api';
import type { DynamoAnswer } from './dynamo-answer';
import { type Streams, viewTypes } from './streams';
import { tableName } from './table-names';

const Specification = z
  .object({ StreamEnabled: z.boolean(), StreamViewType: z.enum(viewTypes).optional() })
  .refine(
    ({ StreamEnabled, StreamViewType }) => StreamEnabled === (StreamViewType !== undefined),
    'StreamViewType is required if the stream is enabled, and must be omitted if the stream is disabled',
  );
const Input = z.looseObject({ TableName: z.unknown(), StreamSpecification: Specification.optional() });

/** Operations whose response describes a table, with the member that contains the description. */
const descriptions: ReadonlyMap<string, string> = new Map([
  ['CreateTable', 'TableDescription'],
  ['UpdateTable', 'TableDescription'],
  ['DeleteTable', 'TableDescription'],
  ['DescribeTable', 'Table'],
]);

/**
 * Returns a function that runs a call on a table, and adds the table's stream, which dynalite does not know.
 * @param call calls dynalite
 */
export function tableStreamCalls(streams: Streams, call: (operation: string, input: object) => Promise<DynamoAnswer>) {
  const described = (answer: DynamoAnswer, member: string, table: string): DynamoAnswer => {
    const stream = streams.of(table);
    if (stream === undefined) return answer;
    const fields = fieldsOf(JSON.parse(answer.body));
    const description = {
      ...fieldsOf(fields[member]),
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
      LatestStreamArn: stream.arn,
      LatestStreamLabel: stream.label,
    };
    const body = JSON.stringify({ ...fields, [member]: description });
    return { ...answer, body, crc32: String(crc32(body)) };
  };

  /** Runs UpdateTable; dynalite rejects an update of only the stream. */
  const updateTable = async (table: string, others: object): Promise<DynamoAnswer> => {
    if (Object.keys(others).length > 0) return call('UpdateTable', { TableName: table, ...others });
    const answer = await call('DescribeTable', { TableName: table });
    if (answer.status >= 300) return answer;
    const body = JSON.stringify({ TableDescription: fieldsOf(JSON.parse(answer.body))['Table'] });
    return { ...answer, body, crc32: String(crc32(body)) };
  };

  return {
    has: (operation: string): boolean => descriptions.has(operation),
    async run(operation: string, input: unknown): Promise<DynamoAnswer> {
      const member = descriptions.get(operation) ?? '';
      if (!isFields(input)) return call(operation, {});
      const { StreamSpecification: specification, TableName: named, ...others } = parseInput(Input, input);
      if (typeof named !== 'string') return call(operation, { ...others, TableName: named });
      const table = tableName(named);
      const isChange = operation === 'UpdateTable' && specification !== undefined;
      const answer = isChange
        ? await updateTable(table, others)
        : await call(operation, { ...others, TableName: named });
      if (answer.status >= 300) return answer;
      if (specification?.StreamViewType !== undefined) streams.enable(table, specification.StreamViewType);
      else if (isChange || (operation === 'DeleteTable' && streams.of(table) !== undefined)) streams.disable(table);
      return described(answer, member, table);
    },
  };
}
