import * as z from 'zod/mini';

/** Non-empty string. */
export const NonEmpty = z.string().check(z.minLength(1));

/** Time in ms since the epoch. */
export const Moment = z.int().check(z.nonnegative());

/** Name that AWS IoT accepts for a thing: 1 to 128 letters, digits, `:`, `_` or `-` (CreateThing, API reference). */
export const ThingName = z.string().check(z.regex(/^[A-Za-z0-9:_-]{1,128}$/, 'not a thing name'));

/** Level of a sensor's topic (kind or room) without wildcards. */
export const Word = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 letters, digits, _ or -'));
