import * as z from 'zod/mini';

/** Non-empty string. */
export const NonEmpty = z.string().check(z.minLength(1));

/** Time in ms since the epoch. */
export const Moment = z.int().check(z.nonnegative());
