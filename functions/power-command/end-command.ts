import type { PowerEnd } from '../../contracts/power-commands';
import type { Command } from '../shared/command';
import type { commandReports } from '../shared/command-reports';
import type { CommandsTable } from '../shared/commands-table';
import type { powerShadow } from './power-shadow';

type CommandStores = Pick<CommandsTable, 'find' | 'lockHolder' | 'end' | 'releaseLock'> &
  ReturnType<typeof powerShadow> &
  ReturnType<typeof commandReports>;

/**
 * Ends a command. Clears the desired state first, so that a device does not execute the command when it reconnects. Releases the
 * lock last, so that a retry repeats all unfinished steps.
 * @param now ms since the epoch
 * @returns the command if this call ended it; undefined if it had ended before or does not exist
 */
export async function endCommand(
  { thing, command: id, outcome }: PowerEnd,
  now: number,
  of: CommandStores,
): Promise<Command | undefined> {
  const key = { thing, command: id };
  const command = await of.find(key);
  // the device has been decommissioned
  if (command === undefined) return undefined;
  if ((await of.lockHolder(thing)) === id) {
    if (outcome !== 'succeeded') await of.setDesired(thing, { power: null, command: null });
    // the device does not report command ids, so it would receive a delta with the id each time it connects
    else if (command.acknowledgedAt === undefined) await of.setDesired(thing, { command: null });
  }
  const ended = await of.end(key, outcome, now);
  await of.publishState(ended ?? command, now);
  await of.releaseLock(key);
  return ended;
}
