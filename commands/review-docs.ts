import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, replaceFile } from '@himeshima/cli';
import { dev } from '../config/dev';
import { functionsIn } from './bundling/functions-in';
import { specificationIn } from './bundling/specification';
import { reviewPage } from './documenting/review-page';
import { projectFolder } from './running/project-folder';

const help = `npm run review-docs [-- --check]

  Writes docs/review-examples.md: situations as a reviewer sees them.

  --check   writes nothing; exit code 1 where the page is not what would be written

  example   npm run review-docs -- --check`;

const page = join('docs', 'review-examples.md');

async function reviewDocs(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(help);
  const content = reviewPage(await synthesizedDev(projectFolder()));
  if (!values.check) return replaceFile(page, content);
  if (readFileSync(page, 'utf8') !== content) throw new Error(`${page} is stale; npm run review-docs writes it anew`);
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

reviewDocs().catch(fail);
