import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { shortList } from '../changes/short-list';
import { counted } from '../phrase';
import { isOtherJson } from './other-json';
import { standardInput } from './plan-file';

/** Action of the command, and the plans to review, from the positional arguments. */
export interface PlanArguments {
  readonly action: string | undefined;
  readonly files: readonly string[];
  /** Other JSON files in the given folders. */
  readonly skipped: readonly string[];
}

type Plans = Pick<PlanArguments, 'files' | 'skipped'>;

/**
 * Splits arguments such as `post plan.json` or `plans/` into an action and plan files. `-` stands for standard input, and a folder stands
 * for all `*.json` files in the folder and its subfolders, except hidden files and folders, node_modules, links to folders, and JSON that
 * is not from Terraform.
 * @throws Error for an argument that is neither an action nor a file, a folder without plans, a compressed plan, or a binary plan without JSON next to it
 */
export function planArguments(given: readonly string[], actions: readonly string[]): PlanArguments {
  const [first] = given;
  const action = first !== undefined && actions.includes(first) ? first : undefined;
  const paths = action === undefined ? given : given.slice(1);
  return { action, ...joined(paths.map((path) => plansAt(path, actions))) };
}

const joined = (all: readonly Plans[]): Plans => ({
  files: all.flatMap(({ files }) => files),
  skipped: all.flatMap(({ skipped }) => skipped),
});

function plansAt(path: string, actions: readonly string[]): Plans {
  if (path === standardInput) return { files: [path], skipped: [] };
  if (!existsSync(path))
    throw new Error(
      `there is no file ${path}, and no action of this name; expected ${actions.join(', ')} or a plan file (--help)`,
    );
  if (!statSync(path).isDirectory()) return { files: [path], skipped: [] };
  const found = plansIn(path);
  if (found.files.length > 0) return found;
  const only =
    found.skipped.length === 0 ? 'no *.json files' : `no plan, only ${shortList(found.skipped, namedAtMost)}`;
  throw new Error(`${path} contains ${only}; expected the output of terraform show -json`);
}

/** Maximum number of other JSON files to name in a message. */
const namedAtMost = 5;

/** Returns a warning that names the skipped files. Undefined without skipped files. */
export const skippedWarning = ({ skipped }: Plans): string | undefined =>
  skipped.length === 0
    ? undefined
    : `! skipped ${counted(skipped.length, 'JSON file')} without a plan: ${shortList(skipped, namedAtMost)}`;

function plansIn(folder: string): Plans {
  const isHidden = ({ name }: Dirent) => name.startsWith('.') || name === 'node_modules';
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !isHidden(entry))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const found = joined(entries.map((entry) => plansOf(entry, join(folder, entry.name))));
  // a stack must not be missing from the review without a message
  const compressed = entries.find(({ name }) => name.endsWith('.json.gz'));
  if (compressed !== undefined)
    throw new Error(
      `${join(folder, compressed.name)} is compressed with gzip; decompress it with gzip -d, or delete it`,
    );
  const binary = entries.find(({ name }) => name.endsWith('.tfplan'));
  if (binary !== undefined && !found.files.some((file) => resolve(dirname(file)) === resolve(folder)))
    throw new Error(
      `${join(folder, binary.name)} is a binary plan; write its JSON next to it: terraform show -json ${binary.name} > plan.json`,
    );
  return found;
}

function plansOf(entry: Dirent, path: string): Plans {
  if (entry.isDirectory()) return plansIn(path);
  const isFile = statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true;
  if (!isFile || !entry.name.endsWith('.json')) return { files: [], skipped: [] };
  return isOtherJson(path) ? { files: [], skipped: [path] } : { files: [path], skipped: [] };
}
