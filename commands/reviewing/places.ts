import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import * as z from 'zod';
import { isObject, property, type Value } from '../../lib/terraform';
import { decode } from '../../review/plan/decode';

interface Place {
  /** From the root of the project. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** A plan stands in its own file; what is synthesized is declared in our code, in which GitLab can show it. */
type Source = { readonly plan: string } | { readonly synthesized: string };

/** Where a resource stands. */
export const placesOf = (source: Source): ((address: string) => Place) =>
  'plan' in source ? inPlan(source.plan) : inCode(source.synthesized);

/** By its text: the tree of a large plan takes seconds, and all the memory there is. */
function inPlan(file: string): (address: string) => Place {
  const text = decode(readFileSync(file));
  const changes = Math.max(0, text.indexOf('"resource_changes"'));
  const path = pathFromRoot(file);
  return (address) => {
    const found = new RegExp(`"address"\\s*:\\s*${escaped(JSON.stringify(address))}`, 'g');
    found.lastIndex = changes;
    return { path, line: lineAt(text, found.exec(text)?.index ?? 0) };
  };
}

/** The path of a file as GitLab wants it, from the root of the project; as it was given where it lies elsewhere. */
export function pathFromRoot(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return path.startsWith('..') ? file : path;
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

const escaped = (text: string) => text.replace(/[\\^$.|?+*()[\]{}]/g, '\\$&');

/** Where everything is put together: what a resource is declared by may be made of words that stand nowhere. */
const entry: Place = { path: 'main.ts', line: 1 };

/** The line in which a construct gets its id, the innermost whose id stands in our code; what is gone is looked for, too. */
function inCode(file: string): (address: string) => Place {
  const idsOf = constructsIn(file);
  const sources = sourcesIn(process.cwd());
  return (address) => {
    for (const id of idsOf(address))
      for (const { path, text } of sources) {
        const found = new RegExp(`['"\`]${escaped(id)}['"\`]|^ *${escaped(id)}:`, 'm').exec(text);
        if (found !== null) return { path, line: lineAt(text, found.index) };
      }
    return entry;
  };
}

const Metadata = z.object({ metadata: z.object({ path: z.string() }) });

/** Ids of the constructs around a resource, the innermost first: `power-on`, of `himeshima-dev/lights/power-on/Default`. */
function constructsIn(file: string): (address: string) => readonly string[] {
  const stack: Value = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  return (address) => {
    const [type = '', name = ''] = address.split('.');
    const resource = ['resource', type, name].reduce<Value | undefined>(
      (value, step) => (value !== undefined && isObject(value) ? property(value, step) : undefined),
      stack,
    );
    const metadata = Metadata.safeParse(resource !== undefined && isObject(resource) ? resource['//'] : undefined);
    const path = metadata.success ? metadata.data.metadata.path.split('/').slice(1) : [];
    return [name, ...path.reverse()].filter((id) => id !== '' && id !== 'Default');
  };
}

const declaring = ['monitors', 'stacks', 'config'];

/** What git has of our code that declares something, without its tests. */
function sourcesIn(root: string): readonly { readonly path: string; readonly text: string }[] {
  const args = [
    'ls-files',
    '-z',
    '--',
    ...declaring.map((folder) => `${folder}/**/*.ts`),
    ...declaring.map((folder) => `${folder}/*.ts`),
  ];
  const paths = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0');
  return [...new Set(paths)]
    .filter((path) => path !== '' && !/\.test\.ts$/.test(path) && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
