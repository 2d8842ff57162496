import { dirname, join, normalize } from 'node:path';
import * as z from 'zod';

/** Tracked files of a repository: their paths relative to its folder, and a function that reads them. */
export interface Repository {
  readonly files: ReadonlySet<string>;
  read(file: string): string;
}

const specifiers = /(?:from|import\(|^import|require\()\s*'([^']+)'/gm;

/** Returns the module specifiers in a source, for example `./map-page`. */
export const specifiersIn = (text: string): readonly string[] =>
  [...text.matchAll(specifiers)].map(([, specifier = '']) => specifier);

const literals = /'([^'\n]+)'/g;
const joined = /\bjoin\(([^()]*)\)/g;

const Manifest = z.object({ exports: z.record(z.string(), z.unknown()) });
const Source = z.object({ source: z.string() });

const isSource = (file: string) => /\.[cm]?[jt]s$/.test(file) && !file.endsWith('.d.ts');

/**
 * Returns the files that each source depends on: its imports, the files and folders
 * whose paths it contains, and the commands that it starts in another process.
 * May return too many files, because any string that matches a file, folder or command is treated as a dependency.
 */
export function sourceGraph(repository: Repository): ReadonlyMap<string, ReadonlySet<string>> {
  const sources = [...repository.files].filter(isSource);
  const texts = new Map(sources.map((file) => [file, repository.read(file)] as const));
  const imports = new Map([...texts].map(([file, text]) => [file, importsOf(file, text, repository)] as const));
  const starters = startersOf(texts, imports);
  const below = filesByFolder(repository.files);
  return new Map(
    [...texts].map(([file, text]) => {
      const read = pathsIn(file, text).flatMap((path) =>
        repository.files.has(path) ? [path] : (below.get(path) ?? []),
      );
      const started = starters.has(file) ? commandsIn(text, repository) : [];
      // a test that lists the repository's files may read any of them
      const listed = file.startsWith('tests/') && text.includes("'ls-files") ? repository.files : [];
      return [file, new Set([...(imports.get(file) ?? []), ...read, ...started, ...listed])] as const;
    }),
  );
}

function importsOf(file: string, text: string, { files, read }: Repository): readonly string[] {
  return specifiersIn(text).flatMap((specifier) => {
    const target = specifier.startsWith('.')
      ? normalize(join(dirname(file), specifier))
      : specifier.startsWith('@himeshima/')
        ? packageSource(specifier, read)
        : undefined;
    if (target === undefined) return [];
    const stem = target.replace(/\.js$/, '');
    return [target, `${stem}.ts`, `${stem}/index.ts`].filter((path) => files.has(path)).slice(0, 1);
  });
}

/** Returns the source of an export such as `@himeshima/local-aws/testing`. */
function packageSource(specifier: string, read: Repository['read']): string | undefined {
  const [, name = '', ...rest] = specifier.split('/');
  const { exports } = Manifest.parse(JSON.parse(read(`packages/${name}/package.json`)));
  const { data } = Source.safeParse(exports[['.', ...rest].join('/')]);
  return data === undefined ? undefined : join('packages', name, data.source);
}

/** Returns the sources that start processes, directly or through an import. */
function startersOf(texts: ReadonlyMap<string, string>, imports: ReadonlyMap<string, readonly string[]>) {
  const direct = [...texts].flatMap(([file, text]) => (text.includes("'node:child_process'") ? [file] : []));
  return reachedBy(direct, reverseEdges(imports));
}

/** Returns the commands whose names are string literals in a source. */
function commandsIn(text: string, { files }: Repository): readonly string[] {
  const quoted = new Set([...text.matchAll(literals)].map(([, literal = '']) => literal));
  const all = [...files].filter((file) => /^commands\/[^/]+(?<!\.test)\.ts$/.test(file));
  return all.filter((file) => quoted.has(file.slice('commands/'.length, -'.ts'.length)));
}

/** Files and folders that a command loads through computed paths. */
const loaded: Readonly<Record<string, readonly string[]>> = {
  'commands/bundle.ts': ['functions'],
  'commands/synth.ts': ['main.ts'],
};

/**
 * Returns the paths in a test or a command: string literals, and the literals in calls to `join`. A single word such as
 * `functions` is a path only in a call to `join`, because it usually has another meaning. Other sources contain no paths of
 * this repository.
 */
function pathsIn(file: string, text: string): readonly string[] {
  if (!/^(tests|commands)\/.*\.ts$|\.test\.ts$/.test(file)) return [];
  const single = [...text.matchAll(literals)].flatMap(([, literal = '']) => (/[./]/.test(literal) ? [literal] : []));
  const parts = [...text.matchAll(joined)].map(([, args = '']) =>
    [...args.matchAll(literals)].map(([, literal = '']) => literal).join('/'),
  );
  const paths = [...single, ...parts].map((path) => path.replace(/^(\.{1,2}\/)+/, '').replace(/\/$/, ''));
  return [...paths, ...(loaded[file] ?? [])];
}

function filesByFolder(files: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const below = new Map<string, string[]>();
  for (const file of files)
    for (let folder = dirname(file); folder !== '.'; folder = dirname(folder))
      below.set(folder, [...(below.get(folder) ?? []), file]);
  return below;
}

type Edges = ReadonlyMap<string, Iterable<string>>;

/** Returns the reversed edges: for each node, the nodes with an edge to it. */
export function reverseEdges(edges: Edges): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const [from, targets] of edges)
    for (const to of targets) {
      const known = result.get(to);
      if (known === undefined) result.set(to, [from]);
      else known.push(from);
    }
  return result;
}

/** Returns the start nodes and every node that can be reached from them. */
export function reachedBy(start: Iterable<string>, edges: Edges): ReadonlySet<string> {
  const reached = new Set(start);
  for (const node of reached) for (const next of edges.get(node) ?? []) reached.add(next);
  return reached;
}
