import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cdktnReplacements } from '../cdktn-replacements';
import { rejectCollisions } from './collisions';
import { importsOf, moduleOf, rejectShadowedImports, sortImports } from './merge-imports';
import { mergeRuleFor } from './merge-rules';
import { fillIn, type Replacements } from './placeholders';
import { parseSource } from './source-text';
import { type Change, writeChanges } from './write-changes';

/** Component to generate. */
export interface Part {
  /** Folder with the component's blueprints in `files/`, and the text to print, `next-steps.txt`. */
  readonly blueprint: string;
  readonly replacements: Replacements;
  /**
   * Paths of files to create, even if a merge rule exists for a path.
   * @defaultValue none
   */
  readonly creates?: readonly string[];
  /**
   * Additions to other files, by path.
   * @defaultValue none
   */
  readonly additions?: Readonly<Record<string, string>>;
}

/** Files that every platform has. */
const platformFiles = ['contracts/bindings.ts', 'stacks/platform-stack.ts'];

/** @throws one-line Error if the folder does not contain a platform */
export function requirePlatform(root: string): void {
  const missing = platformFiles.find((path) => !existsSync(join(root, path)));
  if (missing !== undefined)
    throw new Error(
      `${root} is not the folder of a platform: it has no ${missing}; change to the platform's folder first`,
    );
}

/**
 * Writes a component's files and adds the component to existing files. Writes nothing if a step fails.
 * @param root folder of the platform
 * @returns the new and changed files
 * @throws one-line Error if a name is already in use, or an insertion point is missing
 */
export function generatePart(root: string, parts: readonly Part[]): readonly Change[] {
  const changes = parts.reduce<readonly Change[]>((sofar, part) => addPart(root, part, sofar), []);
  rejectCollisions(root, changes);
  writeChanges(root, changes);
  return changes;
}

/** Adds a component's changes to the changes of earlier components, because several components can change the same file. */
function addPart(
  root: string,
  { blueprint, replacements, creates = [], additions = {} }: Part,
  earlier: readonly Change[],
): readonly Change[] {
  const folder = join(blueprint, 'files');
  const filled = filesBelow(folder).map((file): readonly [path: string, text: string] => [
    fillIn(relative(folder, file), replacements),
    fillIn(readFileSync(file, 'utf8'), replacements),
  ]);
  const changes = [...filled, ...Object.entries(additions)].map(([path, unadapted]): Change => {
    const addition = adaptImports(root, unadapted);
    const pending = earlier.find((one) => one.path === path);
    const text = pending?.text ?? readIfExists(join(root, path));
    const merge = creates.includes(path) ? undefined : mergeRuleFor(path);
    if (merge !== undefined && text === undefined)
      throw new Error(`${path} does not exist, but the generator adds code to this file; restore the file`);
    if (merge === undefined || text === undefined)
      return { path, text: withSortedImports(path, addition), isNew: true };
    const merged = merge({ path, text, addition });
    // a merge never writes a file that cannot be parsed
    if (isTypeScript(path)) parseSource(path, merged);
    return { path, text: merged, isNew: pending?.isNew ?? false };
  });
  return [...earlier.filter(({ path }) => !changes.some((one) => one.path === path)), ...changes];
}

const readIfExists = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

const isTypeScript = (path: string) => path.endsWith('.ts');

/**
 * Sorts the imports of a new file, because their order depends on the component's name.
 * @throws one-line Error if the file declares a name that it also imports
 */
function withSortedImports(path: string, text: string): string {
  if (!isTypeScript(path)) return text;
  const source = parseSource(path, text);
  rejectShadowedImports(source);
  return sortImports(source);
}

/** Imports CDK Terrain instead of cdktf if the platform uses CDK Terrain. */
function adaptImports(root: string, text: string): string {
  const path = 'stacks/platform-stack.ts';
  const imports = importsOf(parseSource(path, readFileSync(join(root, path), 'utf8')));
  if (!imports.some((one) => moduleOf(one) === '@himeshima/constructs/cdktn')) return text;
  return cdktnReplacements.reduce((all, [from, to]) => all.replace(from, to), text);
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
