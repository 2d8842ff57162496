import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { parse } from '../shared/parse-input';
import type { Reading, SensorPage } from './merge-readings';

/** Read access to a room's readings. */
export interface RoomReadings {
  /** Returns the sensors that have sent measurements of this kind from the room. */
  sensorsIn(room: string, kind: string): Promise<readonly string[]>;
  /** Returns the readings of one sensor, sorted by device time. @param span `from` and `to` in ms since the epoch, both inclusive */
  readingsOf(
    sensor: { readonly thing: string; readonly kind: string; readonly room: string },
    span: { readonly from: number; readonly to: number; readonly limit: number },
  ): Promise<SensorPage>;
}

const Item = z.object({ measuredAt: z.number(), value: z.number(), room: z.string() });

/** Creates the queries on the `rooms` and `readings` tables, which `telemetry-writer` fills. */
export function roomReadings(client: DynamoDBClient, tables: { rooms: string; readings: string }): RoomReadings {
  return {
    async sensorsIn(room, kind) {
      const Key = { room: { S: `${room}/${kind}` } };
      const { Item: found } = await client.send(new GetItemCommand({ TableName: tables.rooms, Key }));
      return found?.['things']?.SS ?? [];
    },

    async readingsOf({ thing, kind, room }, { from, to, limit }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tables.readings,
          KeyConditionExpression: 'sensor = :sensor AND measuredAt BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':sensor': { S: `${thing}/${kind}` },
            ':from': { N: String(from) },
            ':to': { N: String(to) },
          },
          Limit: limit,
        }),
      );
      const items = Items.map((item) => parse(Item, unmarshall(item, { wrapNumbers: Number }), 'reading'));
      const readings: readonly Reading[] = items
        // the sensor may have been in another room before, so its readings are filtered by room
        .filter((item) => item.room === room)
        .map(({ measuredAt, value }) => ({ thing, at: measuredAt, value }));
      return { readings, readUpTo: LastEvaluatedKey && items.at(-1)?.measuredAt };
    },
  };
}
