import type { PowerQuestion } from '../../contracts/power-commands';
import type { CommandsTable } from '../shared/commands-table';
import type { shadows } from './shadows';

type AskedOf = Pick<CommandsTable, 'keepToken'> & ReturnType<typeof shadows>;

/**
 * Asks a device to switch. The token is kept before the device hears of it, since it may answer at once.
 * @returns whether it was asked: not where somebody has called the command off since
 */
export async function askDevice({ thing, command, power, taskToken }: PowerQuestion, of: AskedOf): Promise<boolean> {
  if (!(await of.keepToken({ thing, command }, taskToken))) return false;
  // the id makes a delta even where the device is as it shall be
  await of.wish(thing, { power, command });
  return true;
}
