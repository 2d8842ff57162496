import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { githubStandIn } from '@himeshima/plan-review/testing';
import { parse, parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { bundlePlanReview } from '../commands/packaging/bundle-plan-review';

// the script starts the program four times
jest.setTimeout(120_000);

const action = join('packages', 'plan-review', 'action.yml');
const script = join('packages', 'plan-review', 'action', 'review.sh');
const component = join('templates', 'plan-review.yml');
const plan = join('packages', 'plan-review', 'action', 'example-plan.json');

const folder = mkdtempSync(join(tmpdir(), 'action-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

let github: ReturnType<typeof githubStandIn>;
let api: string;
beforeEach(async () => {
  github = githubStandIn();
  api = await github.listen();
  for (const name of ['output', 'summary']) writeFileSync(at(name), '');
});
afterEach(() => github.close());

// replaces npx, which would install the published package
beforeAll(async () => {
  const program = await bundlePlanReview(process.cwd());
  writeFileSync(at('npx'), `#!/usr/bin/env bash\nshift 4\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(at('npx'), 0o755);
});

/** Runs a script in bash. */
async function ran(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const child = spawn('bash', args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, output };
}

/** Runs the script of the action as a workflow on GitHub does. */
async function runAction(changes: Readonly<Record<string, string>> = {}) {
  writeFileSync(at('event.json'), JSON.stringify({ number: 5, pull_request: { number: 5 } }));
  const environment = {
    ...{ PATH: `${folder}:${process.env['PATH']}`, HOME: folder, CI: 'true', GITHUB_ACTIONS: 'true' },
    ...{
      PLANS: `${plan}\n`,
      STACKS: 'example',
      SCOPE: 'plan-review',
      SOURCES: '',
      ENVIRONMENT: '',
      FAIL_ON: 'never',
      POLICY: '',
      ACCEPT: '',
      PACKAGE: 'x',
      IS_READ_ONLY: 'false',
    },
    ...{ GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: at('event.json'), GITHUB_REPOSITORY: 'shop/platform' },
    ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_RUN_ID: '7' },
    ...{ GITHUB_API_URL: api, GITHUB_TOKEN: 'good', RUNNER_TEMP: folder },
    ...{ GITHUB_OUTPUT: at('output'), GITHUB_STEP_SUMMARY: at('summary') },
    ...changes,
  };
  return ran([script], environment);
}

describe('the GitHub action', () => {
  test('comments on the pull request, and writes the job summary and the full report', async () => {
    expect(await runAction()).toMatchObject({ code: 0, output: expect.stringContaining('notes: 1 written') });
    expect(github.comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(
        /^### .* Data loss: `aws_dynamodb_table\.jobs` is deleted.*\n\n\[Full report\]\(https:\/\/github\.com\/shop\/platform\/actions\/runs\/7\)\n\n<!-- plan review: plan_2d_review\/_2a_ -->$/s,
      ),
    ]);
    expect(readFileSync(at('summary'), 'utf8')).toContain('its items are lost');
    expect(readFileSync(at('output'), 'utf8')).toBe(`report=${at('plan-review.html')}\n`);
    expect(readFileSync(at('plan-review.html'), 'utf8')).toContain('<code>aws_dynamodb_table.jobs</code>');
  });

  test('comments on the pull request before it fails on a danger', async () => {
    expect(await runAction({ FAIL_ON: 'danger' })).toMatchObject({ code: 2 });
    expect(github.comments).toHaveLength(1);
  });

  test.each([
    [{ IS_READ_ONLY: 'true' }, 'pull request from a fork'],
    [{ GITHUB_EVENT_NAME: 'push' }, 'not a pull request'],
  ])('writes only the job summary with %j', async (changes, message) => {
    expect(await runAction(changes)).toMatchObject({ code: 0, output: expect.stringContaining(message) });
    expect(github.requests).toEqual([]);
  });

  test('shows the danger before a policy fails the job, and passes with an acceptance that the policy allows', async () => {
    writeFileSync(at('policy.yml'), `block: [data loss]\naccept: { data loss: [${at('accepted')}] }\n`);
    const POLICY = at('policy.yml');
    expect(await runAction({ POLICY })).toMatchObject({
      code: 2,
      output: expect.stringContaining('example: data loss'),
    });
    expect(github.comments).toHaveLength(1);
    writeFileSync(at('accepted'), '# plan-review: accept data-loss until 2099-12-31 because the table is empty\n');
    expect(await runAction({ POLICY, ACCEPT: `${at('accepted')}\n` })).toMatchObject({ code: 0 });
    expect(readFileSync(at('summary'), 'utf8')).toContain('the table is empty');
  });

  test('passes inputs as variables, so that they cannot become shell commands', () => {
    const steps = z
      .object({
        runs: z.object({ steps: z.array(z.object({ run: z.string(), env: z.record(z.string(), z.string()) })) }),
      })
      .parse(parse(readFileSync(action, 'utf8'))).runs.steps;
    const inputs = Object.keys(
      z.object({ inputs: z.record(z.string(), z.unknown()) }).parse(parse(readFileSync(action, 'utf8'))).inputs,
    );
    for (const { run, env } of steps) {
      expect(run).not.toContain('inputs.');
      expect(inputs.filter((name) => !Object.values(env).includes(`\${{ inputs.${name} }}`))).toEqual([]);
    }
  });
});

describe('the GitLab component', () => {
  const Component = z.object({
    spec: z.object({
      inputs: z.record(
        z.string(),
        z.object({ default: z.union([z.string(), z.boolean()]).transform(String).optional() }).nullable(),
      ),
    }),
  });
  const Job = z.object({ variables: z.record(z.string(), z.string()), script: z.array(z.string()) });

  /** Runs the script of the component as a GitLab runner does, in a folder for the artifacts. */
  async function runJob(inputs: Readonly<Record<string, string>>) {
    const [header, jobs] = parseAllDocuments(readFileSync(component, 'utf8')).map((one): unknown => one.toJS());
    const { spec } = Component.parse(header);
    const [job] = Object.values(z.record(z.string(), Job).parse(jobs));
    const valueFor = (name: string) => inputs[name] ?? spec.inputs[name]?.default ?? '';
    const variables = Object.entries(job?.variables ?? {}).map(([name, value]) => [
      name,
      value.replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, input) => valueFor(input)),
    ]);
    const environment = { PATH: `${folder}:${process.env['PATH']}`, HOME: folder, CI: 'true', GITLAB_CI: 'true' };
    const script = ['set -eo pipefail', ...(job?.script ?? [])].join('\n');
    return ran(['-c', script], { ...environment, ...Object.fromEntries(variables) });
  }
  const artifacts = ['plan-review.html', 'plan-review-widget.json', 'plan-review-codequality.json'];
  afterAll(() => {
    for (const artifact of artifacts) rmSync(artifact, { force: true });
  });

  test('writes the artifacts before a danger fails the job', async () => {
    const outcome = await runJob({ plan: plan, stack: 'example', 'fail-on': 'danger' });
    expect(outcome).toMatchObject({ code: 2, output: expect.stringContaining('its items are lost') });
    for (const artifact of artifacts) expect(readFileSync(artifact, 'utf8')).toMatch(/jobs|"delete":1/);
  });

  test('passes with an acceptance that the policy allows', async () => {
    writeFileSync(at('policy.yml'), `block: [data loss]\naccept: { data loss: [${at('accepted')}] }\n`);
    writeFileSync(at('accepted'), '# plan-review: accept data-loss until 2099-12-31 because the table is empty\n');
    const inputs = { plan, policy: at('policy.yml'), accept: at('accepted'), env: 'prod' };
    expect(await runJob(inputs)).toMatchObject({ code: 0, output: expect.stringContaining('Accepted dangers') });
  });
});
