import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommand, replaceFile, runCommand } from '@himeshima/cli';
import { dev } from '../config/dev';
import { functionsIn } from './bundling/functions-in';
import { specificationIn } from './bundling/specification';
import { reviewPage } from './documenting/review-page';
import { projectFolder } from './running/project-folder';

const page = join('docs', 'review-examples.md');

async function reviewDocs(isCheck: boolean): Promise<void> {
  const content = reviewPage(await synthesizedDev(projectFolder()));
  if (!isCheck) return replaceFile(page, content);
  if (readFileSync(page, 'utf8') !== content) throw new Error(`${page} is out of date; run npm run review-docs`);
}

async function synthesizedDev(root: string) {
  const { declare } = await import('../main.js');
  const outdir = mkdtempSync(join(tmpdir(), 'himeshima-review-docs-'));
  try {
    const [functions, specification] = [functionsIn(root), specificationIn(root)];
    declare({ environments: [dev], functions, specification, outdir }).write();
    return JSON.parse(readFileSync(join(outdir, 'stacks', dev.stack, 'cdk.tf.json'), 'utf8'));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const command = createCommand('npm run review-docs --', {
  summary: 'Writes docs/review-examples.md: example changes with their reviews.',
  example: 'npm run review-docs -- --check',
})
  .option('--check', 'write nothing; exit code 1 if the page is out of date', false)
  .action(({ check }) => reviewDocs(check));

void runCommand(command);
