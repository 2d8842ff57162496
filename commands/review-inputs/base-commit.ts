import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '@himeshima/cli';
import { git } from './git';

interface Asked {
  readonly root: string;
  readonly progress: Progress;
}

/** Resolves a name to a commit. @throws Error if this clone has no such commit, or git fails */
export function commitOf(root: string, name: string): string {
  // --quiet: git prints nothing about an unknown name
  const commit = git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  if (commit !== undefined) return commit;
  throw new Error(`--base ${name} is not a commit in this clone; run git fetch first`);
}

/**
 * What a commit synthesizes, in a folder of the build that is kept until another one is asked for: a commit does not change.
 * @param base the commit, and the name by which it was asked for
 * @returns the folder
 * @throws Error that says in one line why it cannot be synthesized
 */
export async function synthesizeCommit(
  { commit, name }: { readonly commit: string; readonly name: string },
  { root, progress }: Asked,
): Promise<string> {
  const kept = join(root, 'build', 'reviewed', commit);
  if (existsSync(kept)) return kept;
  const tree = mkdtempSync(join(tmpdir(), 'himeshima-base-'));
  const remove = () => {
    // what has been ended may be about to write one file more
    rmSync(tree, { recursive: true, force: true, maxRetries: 5 });
    git(root, 'worktree', 'prune');
  };
  process.once('exit', remove);
  try {
    git(root, 'worktree', 'add', '--detach', '--force', tree, commit);
    const reason = (await bringPackages(tree, { root, progress })) ?? (await synthesize(tree, { commit, progress }));
    if (reason !== undefined)
      throw new Error(
        `--base ${name}: ${commit.slice(0, 12)} cannot be synthesized: it is broken, or too old for what is installed today (${reason})`,
      );
    // those of earlier bases are asked for no more
    rmSync(join(root, 'build', 'reviewed'), { recursive: true, force: true });
    mkdirSync(join(kept, '..'), { recursive: true });
    moveFolder(join(tree, 'cdktf.reviewed'), kept);
    return kept;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** What the working tree synthesizes. @returns the folder; undefined where it is refused, and has said why */
export async function synthesizeTree({ root, progress }: Asked): Promise<string | undefined> {
  progress.show('synthesizes the working tree');
  const outdir = join(root, 'build', 'reviewed', 'working-tree');
  const { code, stderr } = await run(root, process.execPath, [...synthInto(outdir), '--places']);
  progress.clear();
  process.stderr.write(stderr);
  return code === 0 ? outdir : undefined;
}

const synthInto = (outdir: string) => [join('commands', 'run.mjs'), 'synth', '--out', outdir];

/** @returns why it failed */
async function synthesize(
  tree: string,
  { commit, progress }: { readonly commit: string; readonly progress: Progress },
): Promise<string | undefined> {
  progress.show(`synthesizes ${commit.slice(0, 12)}`);
  return whyOf(await run(tree, process.execPath, synthInto('cdktf.reviewed')));
}

/** With the same lock file the packages that are here do; else they are installed. @returns why it failed */
async function bringPackages(tree: string, { root, progress }: Asked): Promise<string | undefined> {
  const [theirs, ours] = [tree, root].map((folder) => join(folder, 'package-lock.json'));
  if (theirs === undefined || ours === undefined || !existsSync(theirs)) return 'it has no package-lock.json';
  if (readFileSync(theirs, 'utf8') === readFileSync(ours, 'utf8')) {
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'dir');
    return undefined;
  }
  progress.show('installs the packages of the base, whose lock file is another one');
  return whyOf(await run(tree, 'npm', ['ci', '--no-audit', '--no-fund']));
}

interface Ran {
  readonly code: number | null;
  readonly stderr: string;
}

/** What a program came to; what it printed on its way is kept for who wants to show it. It ends with this process. */
function run(cwd: string, program: string, args: readonly string[]): Promise<Ran> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const end = () => child.kill();
  // before whoever removes its folder
  process.prependOnceListener('exit', end);
  child.once('close', () => process.off('exit', end));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stderr }));
  });
}

/** The line in which a program says what is wrong, out of all that it printed. */
function whyOf({ code, stderr }: Ran): string | undefined {
  if (code === 0) return undefined;
  const lines = stderr.split('\n').map((line) => line.trim());
  const said = [/^✗ /, /^\S*Error: /, /^npm error (?!code)/, /./].map((look) => lines.find((line) => look.test(line)));
  const line = said.find((found) => found !== undefined) ?? `exit code ${code}`;
  return line.replace(/^✗ /, '').slice(0, 200);
}

/** Between file systems a folder cannot be renamed. */
function moveFolder(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    cpSync(from, to, { recursive: true });
  }
}
