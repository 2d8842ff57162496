import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionsIn } from '@himeshima/constructs/bundling';
import { reviewsJsonSchema } from '@himeshima/plan-review';
import { policyJsonSchema } from '@himeshima/plan-review/cli';
import { dev } from '../config/dev';
import { specificationIn } from './bundling/specification';
import { reviewPage } from './generated-pages/review-page';
import { runGenerator } from './generated-pages/run-generator';
import { projectFolder } from './platform/project-folder';

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

const packageFolder = join('packages', 'plan-review');
const textOf = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;

runGenerator({
  name: 'review-docs',
  summary:
    'Writes docs/review-examples.md, which contains example changes with their review notes, and the JSON Schemas of the review and of its policy.',
  generate: async () => ({
    [join('docs', 'review-examples.md')]: reviewPage(await synthesizedDev(projectFolder())),
    [join(packageFolder, 'review.schema.json')]: textOf(reviewsJsonSchema()),
    [join(packageFolder, 'policy.schema.json')]: textOf(policyJsonSchema()),
  }),
});
