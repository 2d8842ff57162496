import * as z from 'zod/mini';
import { belonging } from '../../contracts/belongings';
import type { Belongings } from '../shared/belongings-table';
import { mergeReadings, type Position } from './merge-readings';
import type { Operations } from './operation';
import type { Ownership } from './ownership';
import { bodyOf, kindIn, limitIn, momentIn, nextOf, Owner, ownerForm, roomIn, startIn } from './parameters';
import { Problem } from './problem';
import type { RoomReadings } from './room-readings';
import { inIso } from './shadow-state';

interface ReadingSources extends RoomReadings {
  readonly belongings: Pick<Belongings, 'give'>;
}

const ReadingsStart = z.tuple([z.int().check(z.nonnegative()), z.string().check(z.maxLength(128))]);

/** Implements the operations on rooms and their sensor readings. */
export const readingOperations = (of: ReadingSources, { requireOwner }: Ownership) =>
  ({
    async listReadings(request) {
      const room = roomIn(request);
      const kind = kindIn(request);
      const [from, to] = [momentIn(request, 'from'), momentIn(request, 'to')];
      if (to <= from) throw new Problem(400, 'The parameter "to" must be later than "from".');
      const page: { limit: number; after: Position | undefined } = {
        limit: limitIn(request),
        after: startIn(ReadingsStart, request),
      };
      await requireOwner(request, belonging.room(room));
      const sensors = await of.sensorsIn(room, kind);
      // read one more than the page size, because the reading at the start position itself is skipped
      const span = { from: Math.max(from, page.after?.[0] ?? 0), to: to - 1, limit: page.limit + 1 };
      const pages =
        span.from > span.to
          ? []
          : await Promise.all(sensors.map((thing) => of.readingsOf({ thing, kind, room }, span)));
      const { readings, next } = mergeReadings(pages, page);
      return {
        status: 200,
        body: { readings: readings.map(({ thing, at, value }) => ({ thing, at: inIso(at), value })), ...nextOf(next) },
      };
    },

    async giveRoom(request) {
      const { owner } = bodyOf(Owner, request, ownerForm);
      await of.belongings.give(owner, belonging.room(roomIn(request)));
      return { status: 204, body: undefined };
    },
  }) satisfies Partial<Operations>;
