import type { digestReader } from './digest-reader';
import type { Operations } from './operation';
import { dateIn } from './parameters';
import { requireFound } from './problem';

/** Implements the daily digest operation. */
export const digestOperations = (of: ReturnType<typeof digestReader>) =>
  ({
    async getDigest(request) {
      return { status: 200, body: requireFound(await of.digestOf(dateIn(request))) };
    },
  }) satisfies Partial<Operations>;
