import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unreadableReason } from '@himeshima/cli';
import * as z from 'zod';
import { type HclBlock, hclBlocks } from './hcl-blocks';
import { type FindSource, pathFromRoot, type SourceLine } from './source-location';

/** Block, and the file that contains the block. */
interface LocatedBlock extends HclBlock {
  readonly file: string;
}

/**
 * Returns a function that finds the line that declares a resource, even in a module. Reads `places.json`, which maps addresses
 * to lines, and then the `.tf` and `.tofu` files in a folder.
 * @returns undefined if the folder contains none of these files
 */
export function sourcesIn(folder: string): FindSource | undefined {
  const places = join(folder, 'places.json');
  const recorded = existsSync(places) ? recordedSources(places) : undefined;
  const configured = hasConfiguration(folder) ? configuredSources(folder) : undefined;
  if (recorded === undefined || configured === undefined) return recorded ?? configured;
  return (address) => recorded(address) ?? configured(address);
}

/** Returns the finder for the folder in `--source`. @throws Error if it does not exist or contains no declarations */
export function requireSources(folder: string): FindSource {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Error(`invalid --source "${folder}": expected a folder with .tf files`);
  const found = sourcesIn(folder);
  if (found === undefined)
    throw new Error(`invalid --source "${folder}": the folder contains no .tf or .tofu files and no places.json`);
  return found;
}

const Places = z.record(z.string(), z.object({ path: z.string(), line: z.int().positive() }));

function recordedSources(file: string): FindSource {
  try {
    const places = new Map(Object.entries(Places.parse(JSON.parse(readFileSync(file, 'utf8')))));
    return (address) => {
      const place = places.get(address) ?? places.get(address.replace(/\[.*$/, ''));
      return place && { path: place.path, line: place.line };
    };
  } catch (error) {
    const reason =
      error instanceof SyntaxError
        ? 'invalid JSON'
        : error instanceof z.ZodError
          ? 'unexpected content'
          : unreadableReason(error);
    throw new Error(
      `${file} cannot be read (${reason}): expected addresses with the path and line of each declaration`,
    );
  }
}

const isConfiguration = (name: string) => /\.(?:tf|tofu)$/.test(name);

function hasConfiguration(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some(isConfiguration);
}

function configuredSources(root: string): FindSource {
  const folders = new Map<string, ReadonlyMap<string, LocatedBlock>>();
  const blocksOf = (folder: string): ReadonlyMap<string, LocatedBlock> => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const blocks = new Map(blocksIn(folder).map((block) => [block.address, block]));
    folders.set(folder, blocks);
    return blocks;
  };
  const search = (folder: string, [first, ...rest]: readonly string[]): SourceLine | undefined => {
    const block = blocksOf(folder).get(first ?? '');
    if (block === undefined) return undefined;
    const here = { path: pathFromRoot(block.file), line: block.line };
    if (rest.length === 0) return here;
    // the repository contains only the call of a module from a registry
    const isLocal = block.source !== undefined && /^\.\.?\//.test(block.source);
    return isLocal ? (search(join(folder, block.source ?? ''), rest) ?? here) : here;
  };
  return (address) => search(root, stepsOf(address));
}

const blocksIn = (folder: string): readonly LocatedBlock[] =>
  hasConfiguration(folder)
    ? readdirSync(folder)
        .filter(isConfiguration)
        .sort()
        .map((name) => join(folder, name))
        .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
        .flatMap((file) => hclBlocks(readFileSync(file, 'utf8')).map((block) => ({ ...block, file })))
    : [];

/** Splits an address into the blocks that declare it: `module.net["a"].aws_vpc.x` → `module.net`, `resource.aws_vpc.x`. */
function stepsOf(address: string): readonly string[] {
  const [, modules = '', rest = ''] =
    /^((?:module\.[\w-]+(?:\[(?:"(?:\\.|[^"\\])*"|\d+)\])?\.)*)(.*)$/.exec(address) ?? [];
  const calls = [...modules.matchAll(/module\.([\w-]+)(?:\[(?:"(?:\\.|[^"\\])*"|\d+)\])?\./g)];
  const [, mode = 'resource', block = ''] = /^(?:(data)\.)?([\w-]+\.[\w-]+)/.exec(rest) ?? [];
  return [...calls.map(([, name]) => `module.${name}`), `${mode}.${block}`];
}
