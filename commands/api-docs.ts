import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, replaceFile } from '@himeshima/cli';
import { specificationFile, specificationIn } from './bundling/specification';
import { apiPage } from './documenting/api-page';
import { asSpecification } from './documenting/api-specification';
import { projectFolder } from './running/project-folder';

const help = `npm run api-docs [-- --check]

  Writes what is made from api/openapi.yaml: contracts/api.ts, the types of the API's handlers, and docs/api.md.

  --check   writes nothing; exit code 1 where a file is not what would be written

  example   npm run api-docs -- --check`;

/** By its command: the generator is made of ES modules alone, which a command's bundle cannot require. */
function generatedTypes(): string {
  const generator = join('node_modules', 'openapi-typescript', 'bin', 'cli.js');
  return execFileSync(process.execPath, [generator, specificationFile], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** @throws Error where the file is stale */
function checkFresh(file: string, content: string): void {
  if (readFileSync(file, 'utf8') !== content) throw new Error(`${file} is stale; npm run api-docs writes it anew`);
}

async function apiDocs(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(help);
  const root = projectFolder();
  const made: readonly [string, string][] = [
    [join('contracts', 'api.ts'), generatedTypes()],
    [join('docs', 'api.md'), apiPage(asSpecification(specificationIn(root)))],
  ];
  for (const [file, content] of made) {
    if (values.check) checkFresh(file, content);
    else replaceFile(file, content);
  }
}

apiDocs().catch(fail);
