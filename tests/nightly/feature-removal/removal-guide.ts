import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import { removeDeclarations } from './remove-declarations';

/** One removal in the guide: a heading, and the list below it. */
export interface Removal {
  readonly feature: string;
  /** Files and folders to delete. */
  readonly deleted: readonly string[];
  /** Names to remove from files: keys of the specification in YAML files, scripts of package.json in JSON files. */
  readonly edited: readonly { readonly path: string; readonly names: readonly string[] }[];
}

const inCode = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** Reads the removals in the guide: `- Delete ...` lists files to delete, and "- `file`: ..." lists names to remove from a file. */
export function removalsIn(guide: string): readonly Removal[] {
  return guide
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [feature = ''] = section.split('\n');
      const items = section
        .split(/^- /m)
        .slice(1)
        .map((item) => item.split(/\n\n/)[0] ?? '');
      return {
        feature,
        deleted: items.filter((item) => item.startsWith('Delete')).flatMap(inCode),
        edited: items
          .filter((item) => /^`[^`]+`: /.test(item))
          .map((item) => {
            const [path = '', ...names] = inCode(item);
            return { path, names };
          }),
      };
    });
}

/** Removes a feature from a copy of the repository. @throws Error if the guide refers to a missing file or name */
export function removeFeature(root: string, { deleted, edited }: Removal): void {
  for (const path of deleted) {
    if (!existsSync(join(root, path))) throw new Error(`${path} does not exist`);
    rmSync(join(root, path), { recursive: true });
  }
  for (const { path, names } of edited) {
    const file = join(root, path);
    const remove = removers[extname(path)];
    if (remove === undefined) throw new Error(`${path} has an unknown format`);
    writeFileSync(file, remove(path, readFileSync(file, 'utf8'), names));
  }
}

type Remover = (path: string, text: string, names: readonly string[]) => string;

const removers: Readonly<Record<string, Remover>> = {
  '.json': removeScripts,
  '.ts': removeDeclarations,
  '.yaml': removeKeys,
};

const Manifest = z.looseObject({ scripts: z.record(z.string(), z.string()) });

function removeScripts(path: string, text: string, names: readonly string[]): string {
  const manifest = Manifest.parse(JSON.parse(text));
  const missing = names.filter((name) => manifest.scripts[name] === undefined);
  if (missing.length > 0) throw new Error(`${path} does not contain ${missing.join(', ')}`);
  const kept = Object.entries(manifest.scripts).filter(([name]) => !names.includes(name));
  return `${JSON.stringify({ ...manifest, scripts: Object.fromEntries(kept) }, undefined, 2)}\n`;
}

/** Removes paths, schemas, parameters and responses by their keys. @returns the new text @throws Error if a key is missing */
function removeKeys(path: string, text: string, keys: readonly string[]): string {
  const document = parseDocument(text);
  for (const key of keys) {
    const places = [['paths', key], ...['schemas', 'parameters', 'responses'].map((kind) => ['components', kind, key])];
    const place = places.find((one) => document.hasIn(one));
    if (place === undefined) throw new Error(`${path} does not contain ${key}`);
    document.deleteIn(place);
  }
  return document.toString({ lineWidth: 0 });
}
