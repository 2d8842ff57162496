import { belonging } from '../../contracts/belongings';
import { subject } from '../../contracts/live';
import type { Belongings } from '../shared/belongings-table';
import type { Subscriptions } from '../shared/subscriptions-table';

interface Asked {
  readonly subscriptions: Pick<Subscriptions, 'listenersTo'>;
  readonly belongings: Pick<Belongings, 'ownerOf'>;
}

/**
 * The connections that hear of a thing: of those that listen to it or to its room, each once, the ones whose token still
 * holds, and to whose person it still belongs.
 */
export async function audienceOf(
  { thing, room, now }: { readonly thing: string; readonly room: string | undefined; readonly now: number },
  { subscriptions, belongings }: Asked,
): Promise<readonly string[]> {
  const listening = async (key: string, owned: string) => {
    const [listeners, owner] = await Promise.all([subscriptions.listenersTo(key), belongings.ownerOf(owned)]);
    return listeners.filter(({ person, expiresAt }) => person === owner && now < expiresAt * 1000);
  };
  const heard = await Promise.all([
    listening(subject.thing(thing), belonging.device(thing)),
    ...(room === undefined ? [] : [listening(subject.room(room), belonging.room(room))]),
  ]);
  return [...new Set(heard.flat().map(({ connection }) => connection))];
}
