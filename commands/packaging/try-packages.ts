import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Package, packagesIn } from './package-list';
import { exampleIn } from './readme-example';

interface Trial {
  readonly root: string;
  readonly tarballs: readonly string[];
  /** Paths of the Node.js executables. */
  readonly programs: readonly string[];
  print(line: string): void;
}

/**
 * Installs the tarballs in an empty folder and runs the first example of each README there. Also measures plan-review alone.
 * @throws Error with a one-line message, after the last example, if the output of any example differs from its README, or plan-review
 *   is too large
 */
export function tryPackages({ root, tarballs, programs, print }: Trial): void {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-packages-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const packages = [...tarballs.map((path) => resolve(root, path)), ...otherPackages(root)];
    const args = ['install', '--no-audit', '--no-fund', '--silent', ...packages];
    execFileSync('npm', args, { cwd: folder, stdio: 'inherit' });
    let failed = 0;
    for (const program of programs) {
      const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
      for (const one of packagesIn(root)) {
        const problem = problemOf(one, folder, program);
        print(`${problem === undefined ? '✓' : '✗'} ${one.name}, Node.js ${version}${problem ?? ''}`);
        if (problem !== undefined) failed += 1;
      }
    }
    if (failed > 0) throw new Error(`${failed} of the examples failed`);
    const megabytes = installedMegabytes(tarballs.find((path) => path.includes('plan-review')) ?? '', root);
    if (megabytes > planReviewAtMost)
      throw new Error(`plan-review needs ${megabytes.toFixed(1)} MB, at most ${planReviewAtMost} MB are allowed`);
    print(`✓ plan-review alone needs ${megabytes.toFixed(1)} MB`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Maximum size in MB of plan-review with everything that it installs, because pipelines install it for every run. */
const planReviewAtMost = 30;

/** Installs a tarball in an empty folder. @returns the size of the installed files on disk in MB */
function installedMegabytes(tarball: string, root: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-package-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--no-audit', '--no-fund', '--silent', resolve(root, tarball)];
    execFileSync('npm', args, { cwd: folder, stdio: 'inherit' });
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    // the size on disk in blocks of 512 bytes
    return files.reduce((sum, file) => sum + lstatSync(join(folder, file)).blocks * 512, 0) / 1e6;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the npm packages that the READMEs install in addition to this repository's packages. */
function otherPackages(root: string): readonly string[] {
  const readmes = packagesIn(root).map(({ folder }) => readFileSync(join(folder, 'README.md'), 'utf8'));
  const installed = readmes.flatMap((text) => /^npm install (.+)$/m.exec(text)?.[1]?.split(' ') ?? []);
  return [...new Set(installed.filter((name) => !name.startsWith('@himeshima/')))];
}

function problemOf({ folder: source }: Package, folder: string, program: string): string | undefined {
  const { code, output } = exampleIn(readFileSync(join(source, 'README.md'), 'utf8'));
  writeFileSync(join(folder, 'example.mjs'), code);
  const { stdout, stderr } = spawnSync(program, ['example.mjs'], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  return stdout === output ? undefined : `: expected\n${output}but it printed\n${stdout}${stderr}`;
}
