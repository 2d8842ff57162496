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

/** Destination of an import. */
export interface Destination {
  readonly folder: string;
  /** Whether to overwrite existing files. */
  readonly force: boolean;
}

/** Result of writing an import. */
export interface Written {
  /** Paths of the written files. */
  readonly files: readonly string[];
  readonly problems: readonly ImportProblem[];
}

/** Writes `monitors.tf.json`, for projects without CDK. */
export const writeTerraform = (monitors: readonly NamedMonitor[], to: Destination): Written =>
  writeFiles(to, { 'monitors.tf.json': `${JSON.stringify(terraformOf(monitors), null, 2)}\n` });

/**
 * Writes the monitors and their tests in TypeScript. In an empty folder, also writes the rest of a CDKTF project.
 * @param onGroup called before the tests of each file are written, because the simulations for them are slow
 */
export function writeTypeScript(
  monitors: readonly NamedMonitor[],
  to: Destination & ProjectSettings,
  onGroup: (done: number, of: number) => void = () => undefined,
): Written {
  const isNew = !existsSync(to.folder) || readdirSync(to.folder).length === 0;
  const groups = [...new Set(monitors.map(({ group }) => group))];
  const entries = groups.flatMap((group, at): [string, string][] => {
    onGroup(at, groups.length);
    const members = monitors.filter((one) => one.group === group);
    return [
      [`monitors/${group}.ts`, printEntries(members)],
      [`monitors/${group}.test.ts`, printTests(group, members)],
    ];
  });
  const written = writeFiles(to, { ...(isNew && projectFiles(to)), ...Object.fromEntries(entries) });
  const index = writeIndex(to);
  return { files: [...written.files, ...index.files], problems: [...written.problems, ...index.problems] };
}

/** Writes `monitors/index.ts` unless a person wrote the existing file. */
function writeIndex({ folder, force }: Destination): Written {
  const monitors = join(folder, 'monitors');
  const path = join(monitors, 'index.ts');
  const isOwn = !existsSync(path) || isGeneratedIndex(readFileSync(path, 'utf8'));
  const groups = readdirSync(monitors).filter((file) => /(?<!\.test)\.ts$/.test(file) && file !== 'index.ts');
  return writeFiles(
    { folder, force: force || isOwn },
    { 'monitors/index.ts': printIndex(groups.map((file) => file.slice(0, -'.ts'.length))) },
  );
}

function writeFiles({ folder, force }: Destination, files: Readonly<Record<string, string>>): Written {
  writableFolder('--to', folder);
  const problems: ImportProblem[] = [];
  const written: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    if (existsSync(target) && !force) {
      problems.push(problemAt(target, 'already exists; use --force to overwrite it'));
      continue;
    }
    writableFolder('--to', join(target, '..'));
    replaceFile(target, text);
    written.push(target);
  }
  return { files: written, problems };
}
