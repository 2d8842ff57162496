import * as z from 'zod/mini';

/** A text that says something. */
export const NonEmpty = z.string().check(z.minLength(1));

/** Ms since the epoch. */
export const Moment = z.int().check(z.nonnegative());
