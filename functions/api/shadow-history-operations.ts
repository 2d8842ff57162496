import * as z from 'zod/mini';
import type { Operations } from './operation';
import type { Ownership } from './ownership';
import { limitIn, nextOf, startIn } from './parameters';
import type { Change, ShadowHistory } from './shadow-history-table';
import { inIso, shadowState } from './shadow-state';

/** Implements the shadow history operation. */
export const shadowHistoryOperations = (of: ShadowHistory, { ownThing }: Ownership) =>
  ({
    async listShadowChanges(request) {
      const thing = await ownThing(request);
      const page = { before: startIn(z.int().check(z.nonnegative()), request), limit: limitIn(request) };
      const { changes, last } = await of.changesOf(thing, page);
      return { status: 200, body: { changes: changes.map(describeChange), ...nextOf(last) } };
    },
  }) satisfies Partial<Operations>;

const describeChange = ({ version, timestamp, previous, current }: Change) => ({
  version,
  at: inIso(timestamp * 1000),
  before: shadowState(previous?.state),
  after: shadowState(current?.state),
});
