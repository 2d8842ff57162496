import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '@himeshima/cli';
import { plansSince } from './plans-since';

let root: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: root });
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plan-review-project-'));
  git('init', '--quiet');
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeFileSync(join(root, '.gitignore'), 'out/');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes the file that the synth command copies into the `shop` stack. */
const write = (queues: readonly string[]) => {
  const resource = { aws_sqs_queue: Object.fromEntries(queues.map((name) => [name, { name }])) };
  writeFileSync(join(root, 'stack.json'), JSON.stringify({ resource }));
};
const commit = () => {
  git('add', '.');
  git('commit', '--quiet', '--message', 'one');
};
const synthesis = { command: 'mkdir -p out/stacks/shop && cp stack.json out/stacks/shop/cdk.tf.json', outdir: 'out' };
const context = () => ({ root, synthesis, environment: 'dev', progress: silent });

test('returns one plan per stack, from the commit to the working tree, and removes the worktree of the commit', async () => {
  write(['jobs']);
  commit();
  write(['jobs', 'mails']);
  const plans = await plansSince('HEAD', context());
  expect(
    plans?.map(({ file, plan }) => ({
      file,
      stack: plan.stack,
      changes: plan.changes.map(({ address, action }) => `${action} ${address}`),
    })),
  ).toEqual([
    {
      file: 'out/stacks/shop/cdk.tf.json',
      stack: 'shop',
      changes: ['no-op aws_sqs_queue.jobs', 'create aws_sqs_queue.mails'],
    },
  ]);
  expect(String(git('worktree', 'list')).trim().split('\n')).toHaveLength(1);
});

test('compares only the stacks in the manifest of the last synthesis', async () => {
  write(['jobs']);
  commit();
  const command = `${synthesis.command} && mkdir -p out/stacks/old && echo '{"stacks":{"shop":{}}}' > out/manifest.json`;
  const plans = await plansSince('HEAD', { ...context(), synthesis: { command, outdir: 'out' } });
  expect(plans?.map(({ plan }) => plan.stack)).toEqual(['shop']);
});

test('copies the cache folders of the project into the worktree of the commit', async () => {
  write(['jobs']);
  writeFileSync(join(root, '.gitignore'), 'out/\ncache/');
  commit();
  mkdirSync(join(root, 'cache'));
  writeFileSync(join(root, 'cache', 'stack.json'), JSON.stringify({ resource: {} }));
  const command = 'mkdir -p out/stacks/shop && cp cache/stack.json out/stacks/shop/cdk.tf.json';
  const plans = await plansSince('HEAD', { ...context(), synthesis: { command, outdir: 'out', caches: ['cache'] } });
  expect(plans?.map(({ plan }) => plan.changes)).toEqual([[]]);
});

test('reports a synth command that did not write the stacks', async () => {
  write(['jobs']);
  commit();
  const missing = plansSince('HEAD', { ...context(), synthesis: { command: 'true', outdir: 'out' } });
  await expect(missing).rejects.toThrow(/^--base HEAD: \w{12} cannot be .*\(true did not write out\/stacks\)$/);
});
