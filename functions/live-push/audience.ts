import { belonging } from '../../contracts/belongings';
import { subject } from '../../contracts/live-messages';
import type { Belongings } from '../shared/belongings-table';
import type { Subscriptions } from '../shared/subscriptions-table';

interface Sources {
  readonly subscriptions: Pick<Subscriptions, 'listenersTo'>;
  readonly belongings: Pick<Belongings, 'ownerOf'>;
}

/**
 * Returns the connections that receive updates about a thing: subscribers of the thing or its room who have a valid token and
 * still own the thing or room that they subscribed to. Each connection appears once.
 */
export async function audienceOf(
  { thing, room, now }: { readonly thing: string; readonly room: string | undefined; readonly now: number },
  { subscriptions, belongings }: Sources,
): Promise<readonly string[]> {
  const subscribers = async (key: string, owned: string) => {
    const [listeners, owner] = await Promise.all([subscriptions.listenersTo(key), belongings.ownerOf(owned)]);
    return listeners.filter(({ person, expiresAt }) => person === owner && now < expiresAt * 1000);
  };
  const found = await Promise.all([
    subscribers(subject.thing(thing), belonging.device(thing)),
    ...(room === undefined ? [] : [subscribers(subject.room(room), belonging.room(room))]),
  ]);
  return [...new Set(found.flat().map(({ connection }) => connection))];
}
