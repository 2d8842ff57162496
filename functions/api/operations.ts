import * as z from 'zod/mini';
import { belonging } from '../../contracts/belongings';
import type { Digest } from '../../contracts/digest';
import { ThingName } from '../../contracts/power';
import type { Belongings } from '../shared/belongings-table';
import { type CommandSources, commandOperations } from './command-operations';
import { mergeReadings, type Position } from './merge-readings';
import type { Operations } from './operation';
import { bodyOf, dateIn, kindIn, limitIn, momentIn, nextOf, roomIn, startIn, thingIn } from './parameters';
import { notFound, Problem } from './problem';
import type { Request } from './request';
import type { RoomReadings } from './room-readings';
import type { Change, ShadowHistory } from './shadow-history-table';
import type { thingLookup } from './thing-lookup';

interface Sources extends RoomReadings, ShadowHistory, ReturnType<typeof thingLookup>, CommandSources {
  readonly belongings: Omit<Belongings, 'ownerOf'>;
  digestOf(date: string): Promise<Digest | undefined>;
}

const Owner = z.strictObject({ owner: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,128}$/)) });
const ReadingsStart = z.tuple([z.int().check(z.nonnegative()), z.string().check(z.maxLength(128))]);

/** Implements all operations of the API. */
export function operationsOf(of: Sources): Operations {
  /** Rejects callers that do not own a device or room. @throws Problem 404 */
  const requireOwner = async ({ person }: Request, id: string) => {
    if (!(await of.belongings.isOf(person, id))) throw notFound();
  };
  const ownThing = async (request: Request) => {
    const thing = thingIn(request);
    await requireOwner(request, belonging.device(thing));
    return thing;
  };

  return {
    async listDevices(request) {
      const page = { after: startIn(ThingName, request), limit: limitIn(request) };
      const { things, last } = await of.belongings.devicesOf(request.person, page);
      return { status: 200, body: { devices: things.map((thing) => ({ thing })), ...nextOf(last) } };
    },

    async getDevice(request) {
      return { status: 200, body: requireFound(await of.describe(await ownThing(request))) };
    },

    async giveDevice(request) {
      const { owner } = bodyOf(Owner, request, 'an object with the id of an "owner"');
      const { thing } = requireFound(await of.describe(thingIn(request)));
      await of.belongings.give(owner, belonging.device(thing));
      return { status: 204, body: undefined };
    },

    ...commandOperations(of, ownThing),

    async getShadow(request) {
      const thing = await ownThing(request);
      const { state, version, timestamp } = requireFound(await of.shadowOf(thing));
      return { status: 200, body: { thing, version, at: inIso(timestamp * 1000), state: stateOf(state) } };
    },

    async listShadowChanges(request) {
      const thing = await ownThing(request);
      const page = { before: startIn(z.int().check(z.nonnegative()), request), limit: limitIn(request) };
      const { changes, last } = await of.changesOf(thing, page);
      return { status: 200, body: { changes: changes.map(changeOf), ...nextOf(last) } };
    },

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
      // one more than the page size, because the reading at the position itself is skipped
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
      const { owner } = bodyOf(Owner, request, 'an object with the id of an "owner"');
      await of.belongings.give(owner, belonging.room(roomIn(request)));
      return { status: 204, body: undefined };
    },

    async getDigest(request) {
      return { status: 200, body: requireFound(await of.digestOf(dateIn(request))) };
    },
  };
}

/** Returns the value. @throws Problem 404 if it is undefined */
function requireFound<Value>(value: Value | undefined): Value {
  if (value === undefined) throw notFound();
  return value;
}

const inIso = (moment: number) => new Date(moment).toISOString();

type State = Record<string, unknown>;

/** Returns only the sections that the shadow state contains. */
function stateOf(state: { desired?: State | undefined; reported?: State | undefined; delta?: State | undefined } = {}) {
  const { desired, reported, delta } = state;
  return { ...(desired && { desired }), ...(reported && { reported }), ...(delta && { delta }) };
}

const changeOf = ({ version, timestamp, previous, current }: Change) => ({
  version,
  at: inIso(timestamp * 1000),
  before: stateOf(previous?.state),
  after: stateOf(current?.state),
});
