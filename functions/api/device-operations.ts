import { belonging } from '../../contracts/belongings';
import { ThingName } from '../../contracts/values';
import type { Belongings } from '../shared/belongings-table';
import type { Operations } from './operation';
import type { Ownership } from './ownership';
import { bodyOf, limitIn, nextOf, Owner, ownerForm, startIn, thingIn } from './parameters';
import { requireFound } from './problem';
import { inIso, shadowState } from './shadow-state';
import type { thingLookup } from './thing-lookup';

interface DeviceSources extends ReturnType<typeof thingLookup> {
  readonly belongings: Omit<Belongings, 'isOf' | 'ownerOf'>;
}

/** Implements the operations on devices and their shadows. */
export const deviceOperations = (of: DeviceSources, { ownThing }: Ownership) =>
  ({
    async listDevices(request) {
      const page = { after: startIn(ThingName, request), limit: limitIn(request) };
      const { things, last } = await of.belongings.devicesOf(request.person, page);
      return { status: 200, body: { devices: things.map((thing) => ({ thing })), ...nextOf(last) } };
    },

    async getDevice(request) {
      return { status: 200, body: requireFound(await of.describe(await ownThing(request))) };
    },

    async giveDevice(request) {
      const { owner } = bodyOf(Owner, request, ownerForm);
      const { thing } = requireFound(await of.describe(thingIn(request)));
      await of.belongings.give(owner, belonging.device(thing));
      return { status: 204, body: undefined };
    },

    async getShadow(request) {
      const thing = await ownThing(request);
      const { state, version, timestamp } = requireFound(await of.shadowOf(thing));
      return { status: 200, body: { thing, version, at: inIso(timestamp * 1000), state: shadowState(state) } };
    },
  }) satisfies Partial<Operations>;
