import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runGenerator } from './generated-pages/run-generator';
import { projectFolder } from './platform/project-folder';

/** Generates the types of a specification in a child process, because a command's bundle cannot require the generator's ES modules. */
function typesOf(specification: string): string {
  const generator = join('node_modules', 'openapi-typescript', 'bin', 'cli.js');
  const folder = mkdtempSync(join(tmpdir(), 'console-docs-'));
  try {
    const file = join(folder, 'openapi.json');
    writeFileSync(file, specification);
    return execFileSync(process.execPath, [generator, file, '--default-non-nullable=false'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

runGenerator({
  name: 'console-docs',
  summary: "Writes packages/console/openapi.json, the specification of the console's API, and the types of its client.",
  async generate() {
    projectFolder();
    const { consoleSpecification } = await import('@himeshima/local-aws/reference');
    const specification = `${JSON.stringify(consoleSpecification(), null, 2)}\n`;
    return {
      [join('packages', 'console', 'openapi.json')]: specification,
      [join('packages', 'console', 'src', 'api', 'schema.ts')]: typesOf(specification),
    };
  },
});
