import type { Operation } from './operation';
import { thingIn } from './request';

/** Implements the operation `sampleThing`. */
export const sampleThing: Operation<'sampleThing'> = async (request) => ({
  status: 200,
  body: { thing: thingIn(request) },
});
