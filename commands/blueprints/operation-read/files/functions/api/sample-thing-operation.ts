import type { Operations } from './operation';
import type { Ownership } from './ownership';

/** Implements the `sampleThing` operation. */
export const sampleThingOperation = ({ ownThing }: Ownership) =>
  ({
    async sampleThing(request) {
      return { status: 200, body: { thing: await ownThing(request) } };
    },
  }) satisfies Partial<Operations>;
