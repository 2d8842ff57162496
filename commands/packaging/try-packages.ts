import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
 * Installs the tarballs in an empty folder and runs the first example of each README there.
 * @throws Error with a one-line message, after the last example, if the output of any example differs from its README
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
