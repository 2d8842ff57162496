import { belonging } from '../../contracts/belongings';
import type { Belongings } from '../shared/belongings-table';
import { thingIn } from './parameters';
import { notFound } from './problem';
import type { Request } from './request';

/** Access checks of the operations. */
export interface Ownership {
  /** Rejects a caller that does not own the given device or room. @throws Problem 404 */
  requireOwner(request: Request, id: string): Promise<void>;
  /** Returns the thing that a request refers to. @throws Problem 404 if it does not belong to the caller */
  ownThing(request: Request): Promise<string>;
}

/** Creates the access checks from the table of owners. */
export function ownershipIn(belongings: Pick<Belongings, 'isOf'>): Ownership {
  const requireOwner = async ({ person }: Request, id: string) => {
    if (!(await belongings.isOf(person, id))) throw notFound();
  };
  return {
    requireOwner,
    async ownThing(request) {
      const thing = thingIn(request);
      await requireOwner(request, belonging.device(thing));
      return thing;
    },
  };
}
