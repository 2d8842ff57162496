import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { unreadableReason } from '@himeshima/cli';
import { type Plan, PlanError, readPlan } from '../index';
import { counted } from '../phrase';
import { allStacks } from './note-mark';

/** Plan, and the file that contains its resource addresses: the plan file or the synthesized stack. */
export interface ReadPlan {
  /** Path of the file; `-` for standard input. */
  readonly file: string;
  readonly plan: Plan;
  /** Whether the stack name comes from the user or from the folder. False if the name comes from the file name. */
  readonly isNamed: boolean;
}

export type ReadBytes = (path: string) => Uint8Array;

interface PlanOptions {
  readonly read: ReadBytes;
  /** Names of the stacks, one for each file. If empty, the folders of the files determine the names. */
  readonly stacks?: readonly string[] | undefined;
  /** Environment of all plans, which overrides their tags. */
  readonly environment?: string | undefined;
}

/** Argument that stands for standard input. */
export const standardInput = '-';

/**
 * Resolves a path given by the user. npm runs commands in the project folder. A path that does not exist there is resolved in the
 * folder in which the user called npm (`npm --prefix`).
 */
function fromCallersFolder(file: string): string {
  const called = resolve(process.env['INIT_CWD'] ?? '.', file);
  return file === standardInput || existsSync(file) || !existsSync(called) ? file : called;
}

/**
 * Returns a function that reads files, or standard input for `-`. The function can read standard input more than once.
 * @throws Error if standard input is requested, but is a terminal
 */
export async function planReader(files: readonly string[]): Promise<ReadBytes> {
  if (!files.includes(standardInput)) return readFileSync;
  if (process.stdin.isTTY)
    throw new Error(
      'standard input (-) is a terminal; pipe a plan into the program, as in terraform show -json PLANFILE | plan-review -',
    );
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  const piped = Buffer.concat(chunks);
  return (path) => (path === standardInput ? piped : readFileSync(path));
}

/**
 * Reads one plan for each stack.
 * @throws Error that describes the contents of a file that is not a plan, or lists two plans for the same stack
 */
export function planFiles(given: readonly string[], options: PlanOptions): readonly ReadPlan[] {
  const files = given.map(fromCallersFolder);
  const { stacks = [] } = options;
  const twice = files.find((file, at) => files.slice(0, at).some((one) => resolve(one) === resolve(file)));
  if (twice === standardInput) throw new Error('- is given twice; standard input can be read only once');
  if (twice !== undefined) throw new Error(`--plan ${twice} is given twice; each --plan must be for a different stack`);
  if (stacks.length > 0 && stacks.length !== files.length)
    throw new Error(
      `${counted(files.length, 'plan')}, but ${stacks.length} --stack; name every stack, in the order of the plans`,
    );
  const invalid = stacks.find((stack) => stack.trim() === '' || stack === allStacks);
  if (invalid !== undefined) throw new Error(`invalid --stack "${invalid}": expected the name of a stack`);
  const shared = sharedFolderOf(files.filter((file) => file !== standardInput));
  const plans = files.map((file, at) => planFile(file, { named: stacks[at], shared }, options));
  for (const [at, { file, plan }] of plans.entries()) {
    const same = plans.slice(0, at).find((other) => other.plan.stack === plan.stack);
    if (same !== undefined)
      throw new Error(
        `${nameOf(same.file)} and ${nameOf(file)} are both plans for the stack ${plan.stack}; name them with one --stack NAME for each --plan`,
      );
  }
  return plans;
}

/** Rejects plans whose stack name comes from the file name, because other jobs may use the same file name. */
export function requireStackNames(verb: string, plans: readonly ReadPlan[]): void {
  const unnamed = plans.find(({ isNamed }) => !isNamed);
  if (unnamed !== undefined)
    throw new Error(
      `${verb} cannot tell which stack ${nameOf(unnamed.file)} belongs to; add --stack NAME, or move the file to stacks/NAME/`,
    );
}

interface Naming {
  /** Name from `--stack`. */
  readonly named: string | undefined;
  /** Folder that contains all plans. */
  readonly shared: string;
}

function planFile(file: string, { named, shared }: Naming, { read, environment }: PlanOptions): ReadPlan {
  const folder = stackFolderOf(file);
  const stack = named ?? folder ?? nameWithin(shared, file);
  const bytes = bytesOf(file, read);
  try {
    const plan = readPlan({ bytes, stack, environment });
    return { file, plan, isNamed: named !== undefined || folder !== undefined };
  } catch (error) {
    if (error instanceof PlanError) throw new Error(`${nameOf(file)} ${error.message}`);
    throw error;
  }
}

function bytesOf(file: string, read: ReadBytes): Uint8Array {
  try {
    return read(file);
  } catch (error) {
    throw new Error(`--plan ${file} cannot be read: ${unreadableReason(error)}`);
  }
}

/** Matches the names of plan files that say nothing about the stack. */
const anyPlan = /^(?:(?:tf|terraform|tofu)[-_.]?)?plan(?:[-_.]?(?:out|file|tfplan))?(?:\.json)?$/i;

/**
 * Returns the stack of a plan that cdktf wrote to `stacks/NAME/`, or the folder of a file such as plan.json, relative to the working
 * directory: `live/prod/network`.
 */
function stackFolderOf(file: string): string | undefined {
  if (file === standardInput) return undefined;
  const folder = dirname(resolve(file));
  if (basename(dirname(folder)) === 'stacks') return basename(folder);
  const within = relative('.', folder);
  const isInside = within !== '' && !within.startsWith('..') && !isAbsolute(within);
  return isInside && anyPlan.test(basename(file)) ? within.split(sep).join('/') : undefined;
}

/** Returns the name of a plan outside the working directory: its folder relative to the folder that contains all plans, or its file name. */
function nameWithin(shared: string, file: string): string {
  if (file === standardInput) return 'plan';
  const within = anyPlan.test(basename(file)) ? relative(shared, dirname(resolve(file))) : '';
  return within === '' ? basename(file).replace(/\.json$/, '') : within.split(sep).join('/');
}

/** Returns the innermost folder that contains all files. */
function sharedFolderOf([first = '.', ...others]: readonly string[]): string {
  let folder = dirname(resolve(first));
  while (others.some((other) => /^\.\.(?:[/\\]|$)/.test(relative(folder, resolve(other))))) folder = dirname(folder);
  return folder;
}

/** Returns the name of a file for use in messages. */
export const nameOf = (file: string) => (file === standardInput ? 'standard input' : file);
