import { basename, dirname, resolve } from 'node:path';
import type { Plan } from '../../review/plan/plan';
import { PlanError } from '../../review/plan/plan-error';
import { readPlan } from '../../review/plan/read-plan';

/** @throws Error that names the file, and says what it is instead of a plan */
export function planFile(file: string, read: (path: string) => Uint8Array): Plan {
  const bytes = bytesOf(file, read);
  try {
    return readPlan({ bytes, stack: stackNameOf(file) });
  } catch (error) {
    if (error instanceof PlanError) throw new Error(`${file} ${error.message}`);
    throw error;
  }
}

function bytesOf(file: string, read: (path: string) => Uint8Array): Uint8Array {
  try {
    return read(file);
  } catch (error) {
    throw new Error(`--plan ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The folder of the stack, where cdktf has its plans; else the name of the file. */
function stackNameOf(file: string): string {
  const folder = dirname(resolve(file));
  return basename(dirname(folder)) === 'stacks' ? basename(folder) : basename(file).replace(/\.json$/, '');
}
