import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommand, replaceFile, runCommand } from '@himeshima/cli';
import { specificationFile, specificationIn } from './bundling/specification';
import { apiPage } from './documenting/api-page';
import { asSpecification } from './documenting/api-specification';
import { projectFolder } from './running/project-folder';

/** By its command: the generator is made of ES modules alone, which a command's bundle cannot require. */
function generatedTypes(): string {
  const generator = join('node_modules', 'openapi-typescript', 'bin', 'cli.js');
  return execFileSync(process.execPath, [generator, specificationFile], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** @throws Error if the file is out of date */
function checkFresh(file: string, content: string): void {
  if (readFileSync(file, 'utf8') !== content) throw new Error(`${file} is out of date; run npm run api-docs`);
}

async function apiDocs(isCheck: boolean): Promise<void> {
  const root = projectFolder();
  const made: readonly [string, string][] = [
    [join('contracts', 'api.ts'), generatedTypes()],
    [join('docs', 'api.md'), apiPage(asSpecification(specificationIn(root)))],
  ];
  for (const [file, content] of made) {
    if (isCheck) checkFresh(file, content);
    else replaceFile(file, content);
  }
}

const command = createCommand('npm run api-docs --', {
  summary: 'Generates contracts/api.ts, the types of the API handlers, and docs/api.md from api/openapi.yaml.',
  example: 'npm run api-docs -- --check',
})
  .option('--check', 'write nothing; exit code 1 if a file is out of date', false)
  .action(({ check }) => apiDocs(check));

void runCommand(command);
