import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { specificationFile, specificationIn } from './bundling/specification';
import { apiPage } from './generated-pages/api-page';
import { routesIn } from './generated-pages/api-routes';
import { asSpecification } from './generated-pages/api-specification';
import { runGenerator } from './generated-pages/run-generator';
import { projectFolder } from './platform/project-folder';

/** Generates the types of the REST API in a child process, because a command's bundle cannot require the generator's ES modules. */
function generatedTypes(): string {
  const generator = join('node_modules', 'openapi-typescript', 'bin', 'cli.js');
  return execFileSync(process.execPath, [generator, specificationFile], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

runGenerator({
  name: 'api-docs',
  summary:
    'Generates contracts/api.ts, the types and routes of the API handlers, and docs/api.md from api/openapi.yaml.',
  async generate() {
    // read the specification first, because this step reports errors with line numbers
    const specification = asSpecification(specificationIn(projectFolder()));
    return {
      [join('contracts', 'api.ts')]: `${generatedTypes()}\n${routesIn(specification)}`,
      [join('docs', 'api.md')]: apiPage(specification),
    };
  },
});
