import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, measureRepeatedly, median } from './figure';

/** Measures how long it takes to validate `.gitlab-ci.yml` and expand it into the jobs of a push to main. */
export async function pipelineFigures(root: string): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-pipeline-bench-'));
  try {
    for (const path of ['.gitlab', '.gitlab-ci.yml', 'package-lock.json'])
      cpSync(join(root, path), join(folder, path), { recursive: true });
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '--all');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'a');
    git('remote', 'add', 'origin', 'https://gitlab.example.com/group/himeshima.git');
    const runs = await measureRepeatedly(() => secondsOfExpansion(root, folder));
    return [{ name: 'expansion of .gitlab-ci.yml', value: median(runs), unit: 's', limit: { most: 2 } }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the duration of the expansion in a separate process. */
function secondsOfExpansion(root: string, folder: string): number {
  const variables = ['CI_DEFAULT_BRANCH=main', 'CI_PIPELINE_SOURCE=push', 'CI_COMMIT_BRANCH=main'];
  const args = ['--list-json', ...variables.flatMap((variable) => ['--variable', variable])];
  const started = performance.now();
  execFileSync(join(root, 'node_modules', '.bin', 'gitlab-ci-local'), args, {
    cwd: folder,
    env: { ...process.env, HOME: folder },
    stdio: 'pipe',
  });
  return (performance.now() - started) / 1000;
}
