import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { dev } from '../../config/dev';
import { stacksOf } from '../../config/names';
import { prod } from '../../config/prod';
import { checkout } from './checkout';

const root = process.cwd();
let copy: ReturnType<typeof checkout>;
beforeAll(() => {
  copy = checkout();
});
afterAll(() => copy.close());

const Jobs = z.array(
  z.object({
    name: z.string(),
    stage: z.string(),
    when: z.string(),
    allow_failure: z.boolean(),
    needs: z.array(z.object({ job: z.string() })).nullish(),
  }),
);

/** Returns the pipeline's jobs for an event, after validating them against GitLab's schema. */
function jobsFor(variables: Readonly<Record<string, string>>, ...more: readonly string[]) {
  const given = Object.entries({ CI_DEFAULT_BRANCH: 'main', ...variables });
  const args = ['--list-json', ...given.flatMap(([name, value]) => ['--variable', `${name}=${value}`]), ...more];
  const env = { GCL_IGNORE_PREDEFINED_VARS: given.map(([name]) => name).join() };
  return Jobs.parse(JSON.parse(copy.gitlab(args, env))).filter(({ when }) => when !== 'never');
}

const Expanded = z.record(
  z.string(),
  z.object({
    script: z.array(z.string()).optional(),
    before_script: z.array(z.string()).optional(),
    trigger: z.unknown().optional(),
    environment: z.object({ name: z.string(), action: z.string().optional() }).optional(),
    image: z
      .union([z.string(), z.object({ name: z.string() })])
      .transform((image) => (typeof image === 'string' ? image : image.name))
      .optional(),
    id_tokens: z.unknown().optional(),
    interruptible: z.boolean().optional(),
    inherit: z.object({ variables: z.boolean() }).optional(),
  }),
);

/** Returns the jobs with resolved `extends`. */
const expandJobs = (...args: readonly string[]) => Object.entries(Expanded.parse(copy.jobs(args)));
const deployment = ['--file', '.gitlab/deploy.yml', '--input', 'environment=prod', '--input', 'begins=manual'];
const namesOf = (jobs: z.infer<typeof Jobs>) => jobs.map(({ name }) => name);

/** Manual jobs in merge requests. */
const byHand = ['cdktn', 'provider locks', 'renovate'];
const withoutCloud = ['check', 'test', 'packages', 'sbom', 'synth'];
/** Job that provides the binary for plans. */
const tools = 'terraform';
const plans = (job: string, environment: typeof dev) => stacksOf(environment).map((stack) => `${job}: [${stack}]`);
const planned = [...plans('plan dev', dev), ...plans('plan prod', prod)];
const mergeRequest = { CI_PIPELINE_SOURCE: 'merge_request_event', CI_COMMIT_BRANCH: '', CI_PROJECT_ID: '1' };

describe('the pipeline', () => {
  test('a merge request plans dev, posts a note, compares prod, and deploys nothing', () => {
    const jobs = jobsFor({ ...mergeRequest, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '1' });
    const reviewed = ['compare prod', 'review'];
    expect(namesOf(jobs).sort()).toEqual(
      [...withoutCloud, tools, ...plans('plan dev', dev), ...byHand, ...reviewed].sort(),
    );
    // the review requires the stacks from synth to estimate costs
    const needed = jobs.find(({ name }) => name === 'review')?.needs?.map(({ job }) => job);
    expect(needed).toEqual(expect.arrayContaining(['synth']));
    for (const one of byHand)
      expect(jobs.find(({ name }) => name === one)).toMatchObject({ when: 'manual', allow_failure: true });
  });

  test('a merge request from a fork has no job with credentials', () => {
    expect(namesOf(jobsFor({ ...mergeRequest, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '2' }))).toEqual(withoutCloud);
  });

  test('main plans again and deploys dev, then plans and deploys prod', () => {
    const jobs = jobsFor({ CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'main' });
    const deployed = ['decide dev', 'deploy dev', 'review prod', 'deploy prod'];
    expect(namesOf(jobs).sort()).toEqual([...withoutCloud, tools, ...planned, ...deployed].sort());
    const needs = (one: string) => jobs.find(({ name }) => name === one)?.needs?.map(({ job }) => job);
    expect(needs('deploy dev')).toEqual(['decide dev']);
    for (const one of plans('plan prod', prod)) expect(needs(one)).toEqual(['synth', tools, 'deploy dev']);
    expect(needs('deploy prod')).toEqual(['review prod']);
    expect(new Set(jobs.map(({ when }) => when))).toEqual(new Set(['on_success']));
  });

  test('a schedule on main runs the nightly tests, checks every stack for drift, and deploys nothing', () => {
    const scheduled = jobsFor({ CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_BRANCH: 'main' });
    const jobs = namesOf(scheduled);
    // drift is reported even if one of the stacks cannot be planned
    expect(scheduled.find(({ name }) => name === 'report drift')).toMatchObject({ when: 'always' });
    const looking = [dev, prod].flatMap((one) => stacksOf(one).map((stack) => `drift: [${stack},${one.name}]`));
    expect(jobs.sort()).toEqual([...withoutCloud, tools, ...looking, 'nightly tests', 'report drift'].sort());
  });

  test.each([
    ['a branch without a merge request', { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'topic' }],
    ['a tag', { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: '', CI_COMMIT_TAG: 'v1' }],
    ['a schedule on a branch other than main', { CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_BRANCH: 'topic' }],
  ])('%s deploys nothing', (_, variables) => {
    expect(namesOf(jobsFor(variables))).toEqual(withoutCloud);
  });

  test('a protected tag publishes the packages once all tests have passed', () => {
    const tag = {
      CI_PIPELINE_SOURCE: 'push',
      CI_COMMIT_BRANCH: '',
      CI_COMMIT_TAG: 'v0.2.0',
      CI_COMMIT_REF_PROTECTED: 'true',
    };
    const jobs = jobsFor(tag);
    expect(namesOf(jobs).sort()).toEqual([...withoutCloud, 'publish'].sort());
    const needed = jobs.find(({ name }) => name === 'publish')?.needs?.map(({ job }) => job);
    expect(needed).toEqual(['check', 'test', 'packages']);
  });
});

test.each([
  ['on_success', 'dev'],
  ['manual', 'prod'],
])('a deployment that starts %s deploys and tests %s', (begins, environment) => {
  const inputs = ['--input', `environment=${environment}`, '--input', `begins=${begins}`];
  const jobs = jobsFor({}, '--file', '.gitlab/deploy.yml', ...inputs);
  expect(jobs).toMatchObject([
    { name: 'deploy', when: begins, allow_failure: false },
    { name: 'end-to-end', when: 'on_success' },
  ]);
});

test('prod always waits for manual approval', () => {
  const [, { trigger } = { trigger: undefined }] = expandJobs().find(([name]) => name === 'deploy prod') ?? [];
  expect(JSON.stringify(trigger)).toContain('"environment":"prod","begins":"manual"');
});

test('only the deploy job uses the protected environment', () => {
  const jobs = [...expandJobs(), ...expandJobs(...deployment)];
  const deploying = jobs.filter(([, { environment }]) => environment !== undefined && environment.action !== 'access');
  expect(deploying.map(([name]) => name)).toEqual(['deploy']);
  const others = jobs.flatMap(([, { environment }]) => (environment?.action === 'access' ? environment.name : []));
  expect(others.length).toBeGreaterThan(0);
  for (const name of others) expect(name).toMatch(/^(plan|test)\//);
});

test('an environment is planned in merge requests only if its plan role trusts all branches', () => {
  const jobs = namesOf(jobsFor({ ...mergeRequest, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '1' }));
  for (const environment of [dev, prod])
    expect({ name: environment.name, planned: jobs.some((job) => job.startsWith(`plan ${environment.name}`)) }).toEqual(
      {
        name: environment.name,
        planned: environment.plannedFrom === 'any branch',
      },
    );
});

test('the next push does not cancel jobs that plan, deploy or test', () => {
  const working = [...expandJobs(), ...expandJobs(...deployment)].filter(([, { script = [] }]) =>
    script.some((line) => /\.gitlab\/(plan|deploy|e2e)\.sh/.test(line)),
  );
  expect(working.map(([name]) => name).sort()).toEqual(['deploy', 'end-to-end', 'plan dev', 'plan prod']);
  for (const [name, { interruptible }] of working)
    expect({ name, interruptible }).toEqual({ name, interruptible: false });
});

test('no job installs operating system packages, and jobs with credentials run in the Node.js image', () => {
  const jobs = [...expandJobs(), ...expandJobs(...deployment)];
  const installing = /\b(apk add|apt(-get)? install|yum install|dnf install|microdnf)\b/;
  for (const [name, { script = [], before_script = [], image, id_tokens }] of jobs) {
    const lines = [...before_script, ...script].filter((line) => installing.test(line));
    expect({ name, lines }).toEqual({ name, lines: [] });
    if (id_tokens !== undefined) expect({ name, image }).toEqual({ name, image: expect.stringMatching(/^node:/) });
  }
  for (const file of readdirSync(join(root, '.gitlab')))
    expect({ file, text: readFileSync(join(root, '.gitlab', file), 'utf8') }).toEqual({
      file,
      text: expect.not.stringMatching(installing),
    });
});

test('only the terraform job runs in the Terraform image, and it has no credentials', () => {
  const [, { id_tokens, environment } = {}] = expandJobs().find(([name]) => name === 'terraform') ?? [];
  expect({ id_tokens, environment }).toEqual({ id_tokens: undefined, environment: undefined });
  const inItsImage = [...expandJobs(), ...expandJobs(...deployment)].filter(([, { image }]) =>
    /terraform/i.test(image ?? ''),
  );
  expect(inItsImage.map(([name]) => name)).toEqual(['terraform']);
});

test('project variables select the binary for plans and deployments', () => {
  const triggering = expandJobs().filter(([, { trigger }]) => trigger !== undefined);
  expect(triggering.map(([name]) => name)).toEqual(['deploy dev', 'deploy prod']);
  // a triggered pipeline must not inherit defaults, because they would override the project's variables
  for (const [name, { inherit }] of triggering)
    expect({ name, inherit }).toEqual({ name, inherit: { variables: false } });
  for (const args of [[], deployment]) expect(copy.preview(args)).toContain('TERRAFORM_IMAGE: hashicorp/terraform');
});

test('jobs run on the same Node.js version as the deployed functions', () => {
  const runtime = /runtime: 'nodejs(\d+)\.x'/.exec(
    readFileSync(join(root, 'packages/constructs/src/aws/node-function.ts'), 'utf8'),
  );
  const image = /^ {2}image: node:(\d+)(?:@sha256:[0-9a-f]{64})?$/m.exec(
    readFileSync(join(root, '.gitlab-ci.yml'), 'utf8'),
  );
  expect(image?.[1]).toBe(runtime?.[1]);
  expect(image).not.toBeNull();
});

test('plans use the read-only Datadog key, and only deployments use the deployment key', () => {
  expect(readFileSync(join(root, '.gitlab-ci.yml'), 'utf8')).not.toContain('DD_DEPLOY_APP_KEY');
  expect(readFileSync(join(root, '.gitlab/deploy.yml'), 'utf8')).toContain('DD_APP_KEY: $DD_DEPLOY_APP_KEY');
});
