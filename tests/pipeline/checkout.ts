import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import * as z from 'zod';

/** Creates a separate repository with the pipeline, for gitlab-ci-local. */
export function checkout() {
  const root = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-jobs-'));
  for (const path of ['.gitlab', '.gitlab-ci.yml', '.npmrc', 'package.json', 'package-lock.json'])
    cpSync(join(root, path), join(folder, path), { recursive: true });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch', 'topic');
  git('add', '--all');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'a');
  git('remote', 'add', 'origin', 'https://gitlab.example.com/group/himeshima.git');

  /**
   * Files that were already validated against GitLab's schema.
   * Validation takes half of a call's time, and does not depend on variables.
   */
  const valid = new Set<string>();
  /** Returns the output of gitlab-ci-local. @throws Error if the pipeline violates GitLab's schema */
  const gitlab = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const file = args.includes('--file') ? 'included' : 'main';
    const validation = `--json-schema-validation=${!valid.has(file)}`;
    const printed = execFileSync(join(root, 'node_modules', '.bin', 'gitlab-ci-local'), [...args, validation], {
      cwd: folder,
      env: { ...process.env, HOME: folder, ...env },
      encoding: 'utf8',
      stdio: 'pipe',
    });
    valid.add(file);
    return printed;
  };

  // cache previews, because each takes a second of CPU time
  const previews = new Map<string, string>();
  /** Returns a pipeline file with resolved `include` and `extends`. */
  const preview = (args: readonly string[]): string => {
    const text = previews.get(args.join(' ')) ?? gitlab(['--preview', ...args]);
    previews.set(args.join(' '), text);
    return text;
  };

  /** Returns the jobs with resolved `extends`. */
  const jobs = (args: readonly string[]): Readonly<Record<string, unknown>> => {
    const all = Object.entries(z.record(z.string(), z.unknown()).parse(load(preview(args))));
    return Object.fromEntries(
      all.filter(([, one]) => typeof one === 'object' && one !== null && ('script' in one || 'trigger' in one)),
    );
  };

  return { gitlab, preview, jobs, close: () => rmSync(folder, { recursive: true, force: true }) };
}
