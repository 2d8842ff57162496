import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { externalPackages } from '../../commands/bundling/external-packages.mjs';

/** Change by a developer: a new file in packages/local-aws/src, or lines to insert in an existing file. */
export type Change =
  | { readonly file: string; readonly content: string }
  | { readonly file: string; readonly before: readonly (readonly [line: string, inserted: string])[] };

const root = process.cwd();
const sources = join('packages', 'local-aws', 'src');

interface ProcessEnd {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a Node.js program until it exits. */
async function runNode(cwd: string, ...args: readonly string[]): Promise<ProcessEnd> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

const insertLine = (text: string, [line, added]: readonly [string, string]) => {
  if (text.split(line).length !== 2) throw new Error(`expected "${line}" once`);
  return text.replace(line, () => `${added}${line}`);
};

/** Temporary copy of packages/local-aws, next to links to the other packages. */
export interface WorkingCopy {
  /** Applies changes, and returns the paths of the changed files. */
  apply(changes: readonly Change[]): string[];
  /** Checks the types of the package and of its new tests. */
  checkTypes(): Promise<ProcessEnd>;
  /** Bundles program.ts with the package as the commands do, and runs it. */
  run(): Promise<ProcessEnd>;
  remove(): void;
}

export function openWorkingCopy(): WorkingCopy {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-resource-type-'));
  cpSync(join(root, sources), join(folder, sources), { recursive: true });
  cpSync(join(root, sources, '..', 'package.json'), join(folder, sources, '..', 'package.json'));
  for (const name of readdirSync(join(root, 'packages')).filter((one) => one !== 'local-aws'))
    symlinkSync(join(root, 'packages', name), join(folder, 'packages', name));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const changed = new Set<string>();

  return {
    apply(changes) {
      for (const change of changes) {
        const path = join(folder, sources, change.file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(
          path,
          'content' in change ? change.content : change.before.reduce(insertLine, readFileSync(path, 'utf8')),
        );
        changed.add(change.file);
      }
      return changes.map(({ file }) => file);
    },
    async checkTypes() {
      const own = join(folder, sources);
      const settings = {
        extends: join(root, 'tsconfig.json'),
        files: ['index.ts', 'reference.ts', ...changed].map((file) => join(own, file)),
        include: [join(own, '**', '*.d.ts'), join(root, 'packages', 'iot', '**', '*.d.ts')],
        exclude: [],
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
      const compiler = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc');
      return runNode(folder, compiler, '--noEmit', '--singleThreaded', '-p', folder);
    },
    async run() {
      const workers = ['lambda', 'dynamodb'].map((service) => ({
        in: join(folder, sources, service, 'worker.ts'),
        out: `${service}-worker`,
      }));
      await build({
        absWorkingDir: folder,
        entryPoints: [{ in: join(__dirname, 'program.ts'), out: 'program' }, ...workers],
        outdir: folder,
        bundle: true,
        platform: 'node',
        target: 'node20',
        format: 'cjs',
        logLevel: 'silent',
        plugins: [externalPackages()],
      });
      return runNode(folder, 'program.js');
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
