import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = process.cwd();
/** Folders that tests never change in a copy. */
const linked = ['node_modules', 'packages'];
const notCopied = [...linked, 'build', 'cdktf.out', 'coverage', '.git', '.himeshima'];

interface ProcessEnd {
  readonly status: number | null;
  readonly output: string;
}

/** Copies this repository without its history. The copy uses this repository's packages and its installed packages. */
export function copyRepository() {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-copy-'));
  for (const entry of readdirSync(root))
    if (!notCopied.includes(entry)) cpSync(join(root, entry), join(folder, entry), { recursive: true });
  for (const name of linked) symlinkSync(join(root, name), join(folder, name));

  /** Runs a Node.js program in the copy. @returns its exit code and its output */
  function run(...args: readonly string[]): Promise<ProcessEnd> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, args, { cwd: folder });
      const output: string[] = [];
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(String(data)));
      child.once('error', reject);
      child.once('close', (status) => resolve({ status, output: output.join('') }));
    });
  }

  const tool = (path: string, ...args: readonly string[]) => run(join('node_modules', path), ...args);
  return {
    folder,
    command: (...args: readonly string[]) => run(join('commands', 'run.mjs'), ...args),
    jest: (...args: readonly string[]) => tool('jest/bin/jest.js', '--silent', ...args),
    biome: (...args: readonly string[]) => tool('@biomejs/biome/bin/biome', 'check', ...args),
    /** Checks the types; later calls check only the files that are affected by changes. */
    types: () =>
      tool(
        'typescript-native/bin/tsc',
        '-p',
        '.',
        '--singleThreaded',
        '--incremental',
        '--tsBuildInfoFile',
        'build/types',
      ),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Omits the output of a successful program, so only a failed test shows output. */
export const omitOutput = ({ status, output }: ProcessEnd) => (status === 0 ? { status } : { status, output });
