import { DescribeThingCommand, type IoTClient, ResourceNotFoundException } from '@aws-sdk/client-iot';
import { Word } from '../../contracts/values';

/** Cache lifetime. Things rarely move to another room, and the registry handles only a few hundred requests per second. */
const cacheMs = 60_000;
const maxCacheEntries = 10_000;

interface CacheEntry {
  readonly room: string | undefined;
  readonly at: number;
}

/** Creates a function that reads a thing's room from its attribute `room`. Results are cached for a minute. */
export function roomLookup(client: Pick<IoTClient, 'send'>, now: () => number) {
  const cache = new Map<string, CacheEntry>();

  const ask = async (thing: string) => {
    try {
      const { attributes } = await client.send(new DescribeThingCommand({ thingName: thing }));
      return Word.safeParse(attributes?.['room']).data;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };

  return async (thing: string): Promise<string | undefined> => {
    const cached = cache.get(thing);
    if (cached !== undefined && now() < cached.at + cacheMs) return cached.room;
    const room = await ask(thing);
    if (cache.size >= maxCacheEntries) cache.clear();
    cache.set(thing, { room, at: now() });
    return room;
  };
}
