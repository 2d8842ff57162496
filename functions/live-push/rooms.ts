import { DescribeThingCommand, type IoTClient, ResourceNotFoundException } from '@aws-sdk/client-iot';
import { Word } from '../../contracts/telemetry';

/** A thing is moved to another room by hand, now and then; the registry answers some hundred questions a second. */
const rememberedMs = 60_000;
const rememberedAtMost = 10_000;

interface Known {
  readonly room: string | undefined;
  readonly at: number;
}

/** In which room a thing is, as its attribute `room` says; remembered for a minute. */
export function rooms(client: Pick<IoTClient, 'send'>, now: () => number) {
  const known = new Map<string, Known>();

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
    const remembered = known.get(thing);
    if (remembered !== undefined && now() < remembered.at + rememberedMs) return remembered.room;
    const room = await ask(thing);
    if (known.size >= rememberedAtMost) known.clear();
    known.set(thing, { room, at: now() });
    return room;
  };
}
