import type { PowerQuestion } from '../../contracts/power-commands';
import type { CommandsTable } from '../shared/commands-table';
import type { shadows } from './shadows';

type RequestTargets = Pick<CommandsTable, 'keepToken'> & ReturnType<typeof shadows>;

/**
 * Requests a power state from a device through its shadow. The task token is stored first, because the device may respond
 * immediately.
 * @returns false if the command was cancelled or has ended, so that nothing was requested
 */
export async function askDevice(
  { thing, command, power, taskToken }: PowerQuestion,
  of: RequestTargets,
): Promise<boolean> {
  if (!(await of.keepToken({ thing, command }, taskToken))) return false;
  // the command id produces a delta even if the device is already in the desired state
  await of.wish(thing, { power, command });
  return true;
}
