import type { PowerQuestion } from '../../contracts/power-commands';
import type { CommandsTable } from '../shared/commands-table';
import type { powerShadow } from './power-shadow';

type RequestTargets = Pick<CommandsTable, 'storeToken'> & ReturnType<typeof powerShadow>;

/**
 * Requests a power state from a device through its shadow.
 * The task token is stored first, because the device may respond immediately.
 * @returns false if nothing was requested because the command was cancelled or has ended
 */
export async function requestPower(
  { thing, command, power, taskToken }: PowerQuestion,
  of: RequestTargets,
): Promise<boolean> {
  if (!(await of.storeToken({ thing, command }, taskToken))) return false;
  // the command id produces a delta even if the device is already in the desired state
  await of.setDesired(thing, { power, command });
  return true;
}
