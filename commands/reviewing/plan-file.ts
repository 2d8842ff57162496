import { basename, dirname, resolve } from 'node:path';
import type { Plan } from '../../review/plan/plan';
import { PlanError } from '../../review/plan/plan-error';
import { readPlan } from '../../review/plan/read-plan';
import { whyUnreadable } from '../printing/unreadable';

/** A plan, and the file in which its addresses stand: its own, or what is synthesized. */
export interface ReadPlan {
  readonly file: string;
  readonly plan: Plan;
}

type Read = (path: string) => Uint8Array;

/**
 * @param environment of all of them, where their tags do not say it
 * @throws Error that names the file, and says what it is instead of a plan; also where one is given twice
 */
export function planFiles(files: readonly string[], read: Read, environment?: string): readonly ReadPlan[] {
  const twice = files.find((file, at) => files.slice(0, at).some((one) => resolve(one) === resolve(file)));
  if (twice !== undefined) throw new Error(`--plan ${twice} is given twice; several files are several stacks`);
  const plans = files.map((file) => ({ file, plan: planFile(file, read, environment) }));
  const [first, second] = plans.flatMap((one) => {
    const same = plans.find(({ plan, file }) => plan.stack === one.plan.stack && file !== one.file);
    return same === undefined ? [] : [one.file, same.file];
  });
  if (first !== undefined)
    throw new Error(
      `${first} and ${second} are plans of one stack by their names; put each into a folder stacks/STACK`,
    );
  return plans;
}

function planFile(file: string, read: Read, environment: string | undefined): Plan {
  const bytes = bytesOf(file, read);
  try {
    return readPlan({ bytes, stack: stackNameOf(file), environment });
  } catch (error) {
    if (error instanceof PlanError) throw new Error(`${file} ${error.message}`);
    throw error;
  }
}

function bytesOf(file: string, read: Read): Uint8Array {
  try {
    return read(file);
  } catch (error) {
    throw new Error(`--plan ${file} cannot be read: ${whyUnreadable(error)}`);
  }
}

/** The folder of the stack, where cdktf has its plans; else the name of the file. */
function stackNameOf(file: string): string {
  const folder = dirname(resolve(file));
  return basename(dirname(folder)) === 'stacks' ? basename(folder) : basename(file).replace(/\.json$/, '');
}
