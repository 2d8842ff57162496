import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionsIn } from '@himeshima/constructs/bundling';
import { noteOf, planOf, reviewOf } from '@himeshima/plan-review';
import { dev } from '../../config/dev';
import { declare } from '../../main';
import { specificationIn } from '../bundling/specification';
import { situations } from './review-situations';

const outdir = mkdtempSync(join(tmpdir(), 'himeshima-situations-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const stack = (() => {
  const [functions, specification] = [functionsIn(process.cwd()), specificationIn(process.cwd())];
  declare({ environments: [dev], functions, specification, outdir }).write();
  return JSON.parse(readFileSync(join(outdir, 'stacks', dev.stack, 'cdk.tf.json'), 'utf8'));
})();

describe('the review note for a situation starts with its summary', () => {
  test.each(situations.map((situation) => [situation.title, situation] as const))('%s', (_, { plan, names }) => {
    const review = reviewOf(planOf(plan(stack), { stack: 'himeshima-dev', basis: { hash: '0'.repeat(64) } }));
    expect(noteOf(review, { commit: undefined }).split('\n').slice(0, 8).join('\n')).toMatch(names);
  });
});
