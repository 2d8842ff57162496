import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { parse } from '../shared/parse-input';

const State = z.optional(z.record(z.string(), z.unknown()));
const Document = z.nullish(z.object({ state: z.optional(z.object({ desired: State, reported: State })) }));

/** Shadow change as the `shadow_documents` rule stores it. */
const Change = z.object({
  version: z.number(),
  /** Time in seconds since the epoch. */
  timestamp: z.number(),
  previous: Document,
  current: Document,
});
export type Change = z.infer<typeof Change>;

interface Page {
  /** Returns only changes with a lower version. */
  readonly before: number | undefined;
  readonly limit: number;
}

/** Read access to shadow changes. */
export interface ShadowHistory {
  /** Returns changes, newest first. If older changes follow, `last` is the version of the last returned change. */
  changesOf(
    thing: string,
    page: Page,
  ): Promise<{ readonly changes: readonly Change[]; readonly last: number | undefined }>;
}

/** Creates the queries on the `shadow-history` table, which has one item per thing and version. */
export function shadowHistoryTable(client: DynamoDBClient, name: string): ShadowHistory {
  return {
    async changesOf(thing, { before, limit }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: 'thing = :thing',
          ExpressionAttributeValues: { ':thing': { S: thing } },
          ScanIndexForward: false,
          Limit: limit,
          ...(before !== undefined && { ExclusiveStartKey: { thing: { S: thing }, version: { N: String(before) } } }),
        }),
      );
      // devices can store numbers that the SDK would otherwise reject as too large
      const changes = Items.map((item) =>
        parse(Change, unmarshall(item, { wrapNumbers: Number }), 'change of a shadow'),
      );
      return { changes, last: LastEvaluatedKey && changes.at(-1)?.version };
    },
  };
}
