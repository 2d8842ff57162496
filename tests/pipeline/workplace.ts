import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Variables = Readonly<Record<string, string>>;

/** Result of a script: exit code, output, and calls of the Terraform binary. */
interface ScriptResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: readonly string[];
}

/**
 * Stand-in for `terraform`. It logs each call, creates requested files, and prints the JSON of a plan on request.
 * Each line `WORD CODE TEXT` of the file `fails` sets the exit code and output of calls that contain the word.
 */
const standIn = `#!/usr/bin/env bash
echo "$*" >> calls
for word in "$@"; do
  case $word in
    -chdir=*) in=\${word#*=} ;;
    -out=*) echo planned > "$in/\${word#*=}" ;;
    lock) echo '# hashes' > "$in/.terraform.lock.hcl" ;;
  esac
done
for word in "$@"; do
  if line=$(grep "^$word " fails 2>/dev/null); then
    read -r _ code text <<< "$line"
    echo "$text" >&2
    exit "$code"
  fi
done
case "$*" in
  *" show "*) cat plan-that-is-shown.json ;;
  *" output "*) echo '{}' ;;
esac
`;

/** Creates a job's folder with the scripts, the artifacts from synth, and a binary that only logs its calls. */
export function workplace(stack: string) {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-pipeline-'));
  const stackFolder = join(folder, 'cdktf.out', 'stacks', stack);
  const bin = join(folder, 'bin');
  cpSync('.gitlab', join(folder, '.gitlab'), { recursive: true });
  for (const made of [stackFolder, bin]) mkdirSync(made, { recursive: true });
  writeFileSync(join(stackFolder, 'cdk.tf.json'), '{}');
  writeFileSync(join(folder, '.gitlab', 'providers.lock.hcl'), '# locked');
  writeFileSync(join(folder, 'plan-that-is-shown.json'), '{"resource_changes":[]}');
  writeFileSync(join(bin, 'terraform'), standIn, { mode: 0o755 });

  const run = (program: string, args: readonly string[], env: Variables) =>
    new Promise<ScriptResult>((resolve) => {
      const PATH = `${bin}:${process.env['PATH']}`;
      execFile(program, args, { cwd: folder, env: { PATH, HOME: folder, ...env } }, (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : 1;
        resolve({ code, stdout, stderr, calls: linesOf(join(folder, 'calls')) });
      });
    });

  return {
    folder,
    stackFolder,
    write: (path: string, text: string, mode?: number) => writeFileSync(join(folder, path), text, { mode }),
    remove: (path: string) => rmSync(join(folder, path), { recursive: true }),
    read: (path: string) => readFileSync(join(folder, path), 'utf8'),
    run: (script: string, args: readonly string[], env: Variables = {}) => run(join('.gitlab', script), args, env),
    /** Runs a job's script as a runner would, and stops at the first failure. */
    runLines: (lines: readonly string[], env: Variables) =>
      run('bash', ['-eo', 'pipefail', '-c', lines.join('\n')], env),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').trim().split('\n');
  } catch {
    // the file is missing, because Terraform was not called
    return [];
  }
}
