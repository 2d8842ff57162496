import type { Operations } from './operation';
import type { Ownership } from './ownership';

/** Implements the `sampleThing` operation. */
export const sampleThingOperation = ({ ownThing }: Ownership) =>
  ({
    async sampleThing(request) {
      await ownThing(request);
      return { status: 204, body: undefined };
    },
  }) satisfies Partial<Operations>;
