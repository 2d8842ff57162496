import { readFileSync } from 'node:fs';
import { createCommand, replaceFile, runCommand } from '@himeshima/cli';

interface Generator {
  /** Name of the npm script. */
  readonly name: string;
  readonly summary: string;
  /** Returns the content of the generated files by their path relative to the project's folder. */
  generate(): Promise<Readonly<Record<string, string>>>;
}

/** Runs a command that writes generated files or, with `--check`, fails if one is out of date. */
export function runGenerator({ name, summary, generate }: Generator): void {
  const command = createCommand(`npm run ${name} --`, { summary, example: `npm run ${name} -- --check` })
    .option('--check', 'write nothing, and exit with code 1 if a file is out of date', false)
    .action(async ({ check }) => {
      for (const [file, content] of Object.entries(await generate())) {
        if (!check) replaceFile(file, content);
        else if (readFileSync(file, 'utf8') !== content) throw new Error(`${file} is out of date; run npm run ${name}`);
      }
    });
  void runCommand(command);
}
