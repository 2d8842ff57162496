import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '../printing/progress';

interface Asked {
  readonly root: string;
  readonly progress: Progress;
}

/** The commit that a name means. @throws Error where git knows no such */
export function commitOf(root: string, name: string): string {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    throw new Error(`--base ${name}: git knows no such commit here; git fetch brings what is missing`);
  }
}

/**
 * What a commit synthesizes, in a folder of the build that is kept until another one is asked for: a commit does not change.
 * @returns the folder
 * @throws Error where it cannot be synthesized; it has said why
 */
export async function synthesizeCommit(commit: string, { root, progress }: Asked): Promise<string> {
  const kept = join(root, 'build', 'reviewed', commit);
  if (existsSync(kept)) return kept;
  const tree = mkdtempSync(join(tmpdir(), 'himeshima-base-'));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    git('worktree', 'add', '--detach', '--force', tree, commit);
    await bringPackages(tree, { root, progress });
    progress.show(`synthesizes ${commit.slice(0, 12)}`);
    await run(tree, process.execPath, [join('commands', 'run.mjs'), 'synth', '--out', 'cdktf.reviewed']);
    // those of earlier bases are asked for no more
    rmSync(join(root, 'build', 'reviewed'), { recursive: true, force: true });
    mkdirSync(join(kept, '..'), { recursive: true });
    moveFolder(join(tree, 'cdktf.reviewed'), kept);
    return kept;
  } finally {
    rmSync(tree, { recursive: true, force: true });
    git('worktree', 'prune');
  }
}

/** What the working tree synthesizes. @returns the folder */
export async function synthesizeTree({ root, progress }: Asked): Promise<string> {
  progress.show('synthesizes the working tree');
  const outdir = join(root, 'build', 'reviewed', 'working-tree');
  await run(root, process.execPath, [join('commands', 'run.mjs'), 'synth', '--out', outdir]);
  return outdir;
}

/** With the same lock file the packages that are here do; else they are installed. */
async function bringPackages(tree: string, { root, progress }: Asked): Promise<void> {
  const [theirs, ours] = [tree, root].map((folder) => readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  if (theirs === ours) return symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'dir');
  progress.show('installs the packages of the base, whose lock file is another one');
  await run(tree, 'npm', ['ci', '--no-audit', '--no-fund']);
}

/** @throws Error where it fails; what it said on stderr is passed on */
function run(cwd: string, program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${[program, ...args].join(' ')} failed; the reason is above`)),
    );
  });
}

/** Between file systems a folder cannot be renamed. */
function moveFolder(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    cpSync(from, to, { recursive: true });
  }
}
