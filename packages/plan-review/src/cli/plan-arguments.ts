import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Action of the command, and the plans to review, from the positional arguments. */
export interface PlanArguments {
  readonly action: string | undefined;
  readonly files: readonly string[];
}

/**
 * Splits arguments such as `post plan.json` or `plans/` into an action and plan files. A folder stands for all `*.json` files in
 * the folder and its subfolders, except hidden files and folders, node_modules and links to folders.
 * @throws Error for an argument that is neither an action nor a file, a folder without plans, or a binary plan without JSON next to it
 */
export function planArguments(given: readonly string[], actions: readonly string[]): PlanArguments {
  const [first] = given;
  const action = first !== undefined && actions.includes(first) ? first : undefined;
  const paths = action === undefined ? given : given.slice(1);
  return { action, files: paths.flatMap((path) => plansAt(path, actions)) };
}

function plansAt(path: string, actions: readonly string[]): readonly string[] {
  if (!existsSync(path))
    throw new Error(
      `there is no file ${path}, and no action of this name; expected ${actions.join(', ')} or a plan file (--help)`,
    );
  if (!statSync(path).isDirectory()) return [path];
  const plans = jsonFilesIn(path);
  if (plans.length === 0)
    throw new Error(`${path} contains no *.json files; expected the output of terraform show -json`);
  return plans;
}

function jsonFilesIn(folder: string): readonly string[] {
  const isHidden = ({ name }: Dirent) => name.startsWith('.') || name === 'node_modules';
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => !isHidden(entry));
  const binary = entries.find(({ name }) => name.endsWith('.tfplan'));
  // a stack must not be missing from the review without a message
  if (binary !== undefined && !entries.some(({ name }) => name.endsWith('.json')))
    throw new Error(
      `${join(folder, binary.name)} is a binary plan; write its JSON next to it: terraform show -json ${binary.name} > plan.json`,
    );
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return jsonFilesIn(path);
      const isFile = statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true;
      return isFile && entry.name.endsWith('.json') ? [path] : [];
    });
}
