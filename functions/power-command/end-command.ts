import type { PowerEnd } from '../../contracts/power-commands';
import type { Command } from '../shared/command';
import type { commandReports } from '../shared/command-reports';
import type { CommandsTable } from '../shared/commands-table';
import type { shadows } from './shadows';

type EndedIn = Pick<CommandsTable, 'find' | 'underWay' | 'end' | 'leavePlace'> &
  ReturnType<typeof shadows> &
  ReturnType<typeof commandReports>;

/**
 * Ends a command. What is left of the wish is withdrawn first: a device that comes back later must not obey it. The
 * place is left last: until then whoever does all this once more finds what is to be done.
 * @param now ms since the epoch
 * @returns it, where it was this that ended it
 */
export async function endCommand(
  { thing, command: id, outcome }: PowerEnd,
  now: number,
  of: EndedIn,
): Promise<Command | undefined> {
  const key = { thing, command: id };
  const command = await of.find(key);
  // its device was taken out of service
  if (command === undefined) return undefined;
  if ((await of.underWay(thing)) === id) {
    if (outcome !== 'succeeded') await of.wish(thing, { power: null, command: null });
    // a device that answers by its power alone would hear of the id for ever
    else if (command.acknowledgedAt === undefined) await of.wish(thing, { command: null });
  }
  const ended = await of.end(key, outcome, now);
  await of.tell(ended ?? command, now);
  await of.leavePlace(key);
  return ended;
}
