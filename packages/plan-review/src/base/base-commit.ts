import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '@himeshima/cli';
import { git } from './git';
import { moveFolder } from './move-folder';

/** Command that synthesizes the stacks of a project. */
export interface Synthesis {
  /** Shell command line, or a program with its arguments. Runs in the project folder. */
  readonly command: string | readonly string[];
  /** Folder that the command writes, relative to the project folder. */
  readonly outdir: string;
  /**
   * Cache files and folders of the command, relative to the project folder. They are copied into the worktree of a commit, so the
   * command must verify that a cache entry matches the sources. @defaultValue none
   */
  readonly caches?: readonly string[];
}

interface SynthesisContext {
  readonly root: string;
  readonly synthesis: Synthesis;
  readonly progress: Progress;
}

interface CommitContext extends SynthesisContext {
  /** Folder that caches the stacks synthesized from one commit. */
  readonly cache: string;
}

/** Resolves a name to a commit. @throws Error if the clone does not contain the commit, or git fails */
export function commitOf(root: string, name: string): string {
  // --quiet prevents an error message for an unknown name
  const commit = git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  if (commit !== undefined) return commit;
  if (git(root, 'rev-list', '--all', '--max-count=1') === '')
    throw new Error('the repository has no commits yet; create a commit first');
  throw new Error(`--base ${name} is not a commit in this clone; run git fetch first`);
}

/**
 * Synthesizes a commit into the cache. The cache keeps only the most recent commit.
 * @param base the commit id, and the name of the commit on the command line
 * @returns the folder of the synthesized stacks
 * @throws one-line Error with the reason if the commit cannot be synthesized
 */
export async function synthesizeCommit(
  { commit, name }: { readonly commit: string; readonly name: string },
  { root, synthesis, cache, progress }: CommitContext,
): Promise<string> {
  const cached = join(cache, commit);
  if (existsSync(cached)) return cached;
  const tree = mkdtempSync(join(tmpdir(), 'plan-review-base-'));
  const remove = () => {
    // a killed child process may still be writing a file
    rmSync(tree, { recursive: true, force: true, maxRetries: 5 });
    git(root, 'worktree', 'prune');
  };
  process.once('exit', remove);
  try {
    git(root, 'worktree', 'add', '--detach', '--force', tree, commit);
    const packages = await providePackages(tree, { root, progress });
    copyCaches(tree, { root, synthesis });
    progress.show(`synthesizing ${commit.slice(0, 12)}`);
    const reason = packages ?? failureOf(await run(tree, synthesis.command)) ?? missingIn(tree, synthesis);
    if (reason !== undefined)
      throw new Error(
        `--base ${name}: ${commit.slice(0, 12)} cannot be synthesized; the commit is broken or incompatible with the installed tools (${reason})`,
      );
    // the cache keeps only one commit
    rmSync(cache, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    moveFolder(join(tree, synthesis.outdir), cached);
    return cached;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

function copyCaches(tree: string, { root, synthesis }: Pick<SynthesisContext, 'root' | 'synthesis'>): void {
  for (const cache of synthesis.caches ?? [])
    if (existsSync(join(root, cache))) cpSync(join(root, cache), join(tree, cache), { recursive: true });
}

/**
 * Synthesizes the working tree.
 * @returns the folder of the stacks; undefined if the synthesis fails and prints its errors
 * @throws one-line Error if the synthesis writes no stacks
 */
export async function synthesizeTree({ root, synthesis, progress }: SynthesisContext): Promise<string | undefined> {
  progress.show('synthesizing the working tree');
  const { code, stderr } = await run(root, synthesis.command);
  progress.clear();
  process.stderr.write(stderr);
  if (code !== 0) return undefined;
  const missing = missingIn(root, synthesis);
  if (missing !== undefined) throw new Error(`the working tree cannot be synthesized: ${missing}`);
  return join(root, synthesis.outdir);
}

/** Returns an error message if a synthesis did not write any stacks. */
const missingIn = (folder: string, { command, outdir }: Synthesis): string | undefined =>
  existsSync(join(folder, outdir, 'stacks'))
    ? undefined
    : `${typeof command === 'string' ? command : command.join(' ')} did not write ${outdir}/stacks`;

/**
 * Links the installed packages into a worktree with an unchanged lock file. Installs the packages of any other worktree.
 * @returns the error message if the commit has no lock file, or the installation fails
 */
async function providePackages(
  tree: string,
  { root, progress }: Pick<SynthesisContext, 'root' | 'progress'>,
): Promise<string | undefined> {
  const [theirs, ours] = [tree, root].map((folder) => join(folder, 'package-lock.json'));
  if (theirs === undefined || ours === undefined || !existsSync(theirs)) return 'the commit has no package-lock.json';
  if (readFileSync(theirs, 'utf8') === readFileSync(ours, 'utf8')) {
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'dir');
    return undefined;
  }
  progress.show('installing the packages of the base commit, because the lock file differs');
  return failureOf(await run(tree, ['npm', 'ci', '--no-audit', '--no-fund']));
}

interface ProcessResult {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs a command, and kills it if this process exits first. @returns the exit code and stderr of the command */
function run(cwd: string, command: Synthesis['command']): Promise<ProcessResult> {
  const [program = '', ...args] = typeof command === 'string' ? [command] : command;
  const child = spawn(program, args, { cwd, shell: typeof command === 'string', stdio: ['ignore', 'ignore', 'pipe'] });
  const end = () => child.kill();
  // kill the program before another exit handler removes its folder
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

/** Returns the line of stderr that contains the error message, or else the exit code. Undefined if the command succeeded. */
function failureOf({ code, stderr }: ProcessResult): string | undefined {
  if (code === 0) return undefined;
  const lines = stderr.split('\n').map((line) => line.trim());
  const candidates = [/^✗ /, /^\S*Error: /, /^npm error (?!code)/, /./].map((pattern) =>
    lines.find((line) => pattern.test(line)),
  );
  const line = candidates.find((found) => found !== undefined) ?? `exit code ${code}`;
  return line.replace(/^✗ /, '').slice(0, 200);
}
