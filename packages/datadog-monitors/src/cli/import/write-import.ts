import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile, writableFolder } from '@himeshima/cli';
import { type ImportProblem, problemAt } from '../../import/imported-monitor';
import { isGeneratedIndex, printIndex } from '../../import/monitor-index';
import type { NamedMonitor } from '../../import/name-monitors';
import { printEntries } from '../../import/print-entry';
import { terraformOf } from '../../import/print-terraform';
import { printTests } from '../../import/print-test';
import { type ProjectSettings, projectFiles } from '../../import/project-files';
import { groupsIn } from './known-monitors';

/** Destination of an import. */
export interface Destination {
  readonly folder: string;
  /** Whether to overwrite existing files. */
  readonly force: boolean;
}

/** Result of writing files. */
interface WrittenFiles extends Pick<ImportResult, 'files' | 'problems'> {
  /** Paths in the folder of the files that already have the text. */
  readonly same: readonly string[];
}

/** Result of writing an import. */
export interface ImportResult {
  /** Paths of the written files. */
  readonly files: readonly string[];
  /** Monitors that the written files declare. */
  readonly imported: readonly NamedMonitor[];
  /** Monitors that an earlier import declared in the same way. */
  readonly unchanged: readonly NamedMonitor[];
  readonly problems: readonly ImportProblem[];
}

/** Writes `monitors.tf.json`, for projects without CDK. */
export function writeTerraform(monitors: readonly NamedMonitor[], to: Destination): ImportResult {
  const written = writeFiles(to, { 'monitors.tf.json': `${JSON.stringify(terraformOf(monitors), null, 2)}\n` });
  return {
    ...written,
    imported: written.files.length > 0 ? monitors : [],
    unchanged: written.same.length > 0 ? monitors : [],
  };
}

/**
 * Writes the monitors and their tests in TypeScript. In an empty folder, also writes the rest of a CDKTF project.
 * @param onGroup called before the tests of each file are written, because the simulations for them are slow
 */
export function writeTypeScript(
  monitors: readonly NamedMonitor[],
  to: Destination & ProjectSettings,
  onGroup: (done: number, of: number) => void = () => undefined,
): ImportResult {
  const isNew = !existsSync(to.folder) || readdirSync(to.folder).length === 0;
  const groups = [...new Set(monitors.map(({ group }) => group))];
  const entries = groups.flatMap((group, at): [string, string][] => {
    onGroup(at, groups.length);
    const members = monitors.filter((one) => one.group === group);
    return [
      [pathOf(group), printEntries(members)],
      [`monitors/${group}.test.ts`, printTests(group, members)],
    ];
  });
  const written = writeFiles(to, { ...(isNew && projectFiles(to)), ...Object.fromEntries(entries) });
  const index = writeIndex(to);
  return {
    files: [...written.files, ...index.files],
    imported: monitors.filter(({ group }) => written.files.includes(join(to.folder, pathOf(group)))),
    unchanged: monitors.filter(({ group }) => written.same.includes(pathOf(group))),
    problems: [...written.problems, ...index.problems],
  };
}

const pathOf = (group: string) => `monitors/${group}.ts`;

/** Writes `monitors/index.ts` unless a person wrote the existing file. */
function writeIndex({ folder, force }: Destination): WrittenFiles {
  const monitors = join(folder, 'monitors');
  const path = join(monitors, 'index.ts');
  const isOwn = !existsSync(path) || isGeneratedIndex(readFileSync(path, 'utf8'));
  return writeFiles({ folder, force: force || isOwn }, { 'monitors/index.ts': printIndex(groupsIn(monitors)) });
}

function writeFiles({ folder, force }: Destination, files: Readonly<Record<string, string>>): WrittenFiles {
  writableFolder('--to', folder);
  const problems: ImportProblem[] = [];
  const written: string[] = [];
  const same: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    if (existsSync(target) && readFileSync(target, 'utf8') === text) {
      same.push(path);
      continue;
    }
    if (existsSync(target) && !force) {
      problems.push(problemAt(target, 'already exists; use --force to overwrite it'));
      continue;
    }
    writableFolder('--to', join(target, '..'));
    replaceFile(target, text);
    written.push(target);
  }
  return { files: written, same, problems };
}
