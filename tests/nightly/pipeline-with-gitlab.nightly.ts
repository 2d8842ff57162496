import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { standIn } from '@himeshima/plan-review/testing';
import { queuePlan } from '../pipeline/queue-plan';
import { workplace } from '../pipeline/workplace';

jest.setTimeout(60_000);

const stack = 'himeshima-dev';
const planFile = join('cdktf.out', 'stacks', stack, 'plan.json');

let gitlab: ReturnType<typeof standIn>;
let place: ReturnType<typeof workplace>;
let env: Record<string, string>;
let ofMergeRequest: Record<string, string>;
beforeEach(async () => {
  gitlab = standIn();
  place = workplace(stack);
  for (const path of ['package.json', 'commands', 'node_modules'])
    symlinkSync(join(process.cwd(), path), join(place.folder, path));
  const project = { CI_API_V4_URL: await gitlab.listen(), CI_PROJECT_ID: 'group/project', REVIEW_TOKEN: 'good' };
  env = { ...project, CI_COMMIT_SHA: 'abc', CI_DEFAULT_BRANCH: 'main' };
  ofMergeRequest = { ...project, CI_COMMIT_SHA: gitlab.head, CI_MERGE_REQUEST_IID: '5' };
});
afterEach(() => {
  gitlab.close();
  place.close();
});

const decide = () => place.run('decide.sh', ['dev', stack], env);

/** Returns a pattern for the printed line of a decision. */
const decision = (sign: '✓' | '✗', reason: string) => new RegExp(`^${sign} himeshima-dev: ${reason}.*\\n`);

test('deploys an approved plan automatically; any other plan waits for manual approval', async () => {
  place.write(planFile, queuePlan(2));
  expect(await place.run('review.sh', [], ofMergeRequest)).toMatchObject({ code: 0 });
  expect(gitlab.notes).toHaveLength(1);
  expect(JSON.parse(place.read('widget.json'))).toEqual({ create: 0, update: 1, delete: 0 });
  expect(place.read('plan-review.html')).toContain('<code>delay_seconds</code>');
  gitlab.approve();
  gitlab.merged('abc');

  expect(await decide()).toMatchObject({
    code: 0,
    stdout: '✓ himeshima-dev: matches the approved review in merge request !5\n',
  });
  expect(place.read('deploy-dev.yml')).toContain('inputs: { environment: dev, begins: on_success }');

  place.write(planFile, queuePlan(3));
  const { code, stdout } = await decide();
  expect(code).toBe(0);
  expect(stdout).toMatch(decision('✗', 'the plan differs from the review'));
  expect(stdout).toContain('delay_seconds: 1 → 3');
  expect(place.read('deploy-dev.yml')).toContain('begins: manual');
});

test('a merged results pipeline records the pushed commit, so that the pipeline on main finds the note', async () => {
  place.write(planFile, queuePlan(2));
  const merging = { CI_COMMIT_SHA: 'def0123456789', CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: gitlab.head };
  await place.run('review.sh', [], { ...ofMergeRequest, ...merging });
  gitlab.approve();
  gitlab.merged('abc');
  expect((await decide()).stdout).toMatch(decision('✓', 'matches the approved review'));
});

test('a plan whose note was edited after the approval waits for manual approval', async () => {
  place.write(planFile, queuePlan(2));
  await place.run('review.sh', [], ofMergeRequest);
  gitlab.approve();
  const [note] = gitlab.notes;
  gitlab.edit(note?.id ?? 0, { body: note?.body ?? '' });
  gitlab.merged('abc');
  expect((await decide()).stdout).toMatch(decision('✗', 'the review in merge request !5 changed after the approval'));
  expect(place.read('deploy-dev.yml')).toContain('begins: manual');
});

test('a plan without a merge request waits for manual approval, unless it changes nothing', async () => {
  place.write(planFile, queuePlan(2));
  expect((await decide()).stdout).toMatch(decision('✗', 'no merge request added this commit'));
  expect(place.read('deploy-dev.yml')).toContain('begins: manual');
  place.write(planFile, JSON.stringify({ format_version: '1.2', resource_changes: [] }));
  expect((await decide()).stdout).toBe('✓ himeshima-dev: nothing to do\n');
  expect(place.read('deploy-dev.yml')).toContain('begins: on_success');
});

test('two jobs that post a plan.json at the same time keep their own notes', async () => {
  const jobs = ['network', 'shop'].map((stack) => {
    place.write(`${stack}.json`, queuePlan(stack.length));
    const line = `mkdir ${stack} && mv ${stack}.json ${stack}/plan.json && npm run --silent review -- post --plan ${stack}/plan.json`;
    return (options: string) => place.runLines([`${line} ${options}`], ofMergeRequest);
  });
  const [network, shop] = await Promise.all([jobs[0]?.('--stack network'), jobs[1]?.('--scope shop')]);
  for (const done of [network, shop])
    expect(done).toMatchObject({ code: 0, stdout: 'notes: 1 written, 0 updated, 0 removed\n' });
  expect(gitlab.notes.map(({ body }) => body.split('\n').at(-1)).sort()).toEqual([
    '<!-- plan review: network -->',
    '<!-- plan review: shop/plan -->',
  ]);
});

test('a job without a stack or a scope posts nothing', async () => {
  place.write('plan.json', queuePlan(2));
  const { code, stderr } = await place.runLines(['npm run --silent review -- post --plan plan.json'], ofMergeRequest);
  expect({ code, notes: gitlab.notes }).toEqual({ code: 1, notes: [] });
  expect(stderr).toBe(
    '✗ post cannot tell which stack plan.json belongs to; add --stack NAME, or move the file to stacks/NAME/\n',
  );
});

test('makes no decision if GitLab is unreachable', async () => {
  place.write(planFile, queuePlan(2));
  env['REVIEW_TOKEN'] = 'bad';
  const { code, stderr } = await decide();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^✗ GitLab rejected REVIEW_TOKEN \(401\)/),
  });
  expect(() => place.read('deploy-dev.yml')).toThrow('ENOENT');
});

test('drift opens an issue that names the stack and the attribute', async () => {
  const [change] = JSON.parse(queuePlan(7)).resource_changes;
  place.write(planFile, JSON.stringify({ format_version: '1.2', resource_changes: [], resource_drift: [change] }));
  expect(await place.run('report-drift.sh', [], env)).toMatchObject({
    code: 0,
    stdout: 'issues: 1 opened, 0 updated, 0 closed\n',
  });
  expect(gitlab.issues).toMatchObject([
    { title: 'Drift: himeshima-dev differs from the last deployment', labels: 'drift' },
  ]);
  expect(gitlab.issues[0]?.description).toMatch(/delay_seconds.*aws_sqs_queue/);
  place.write(planFile, JSON.stringify({ format_version: '1.2', resource_changes: [] }));
  expect((await place.run('report-drift.sh', [], env)).stdout).toBe('issues: 0 opened, 0 updated, 1 closed\n');
});

test('reports no drift and closes no issue if no stack could be planned', async () => {
  const { code, stderr } = await place.run('report-drift.sh', [], env);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^✗ no stack could be planned.*\n$/);
});
