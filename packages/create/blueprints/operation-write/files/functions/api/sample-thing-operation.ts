import type { Operation } from './operation';
import { thingIn } from './request';

/** Implements the operation `sampleThing`. */
export const sampleThing: Operation<'sampleThing'> = async (request) => {
  thingIn(request);
  return { status: 204, body: undefined };
};
