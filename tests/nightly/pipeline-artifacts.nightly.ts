import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standIn } from '@himeshima/plan-review/testing';
import * as z from 'zod';
import { dev } from '../../config/dev';
import { stacksOf } from '../../config/names';
import { prod } from '../../config/prod';
import { checkout } from '../pipeline/checkout';
import { queuePlan } from '../pipeline/queue-plan';
import { workplace } from '../pipeline/workplace';

// Each job runs in a separate folder with the repository and the artifacts of the jobs in its `needs`.
// As in GitLab, a job fails if it reads other files or does not create its artifacts.
jest.setTimeout(120_000);

const Job = z.object({
  script: z.array(z.string()),
  after_script: z.array(z.string()).default([]),
  needs: z.array(z.object({ job: z.string(), artifacts: z.boolean() })).optional(),
  artifacts: z.object({ paths: z.array(z.string()).default([]) }).optional(),
});
type Job = z.infer<typeof Job>;

const plan = queuePlan(2);
const stacks = [dev, prod].flatMap(stacksOf);
let gitlab: ReturnType<typeof standIn>;
let copy: ReturnType<typeof checkout>;
let store: string;
let project: Readonly<Record<string, string>>;
/** Folders with artifacts, by job name. */
let left: Map<string, string>;

beforeAll(() => {
  copy = checkout();
});
afterAll(() => copy.close());

beforeEach(async () => {
  gitlab = standIn();
  store = mkdtempSync(join(tmpdir(), 'himeshima-artifacts-'));
  left = new Map();
  project = {
    CI_API_V4_URL: await gitlab.listen(),
    CI_PROJECT_ID: 'group/project',
    CI_COMMIT_SHA: 'abc',
    CI_DEFAULT_BRANCH: 'main',
    CI_MERGE_REQUEST_IID: '5',
    REVIEW_TOKEN: 'good',
    DD_API_KEY: 'api',
    DD_APP_KEY: 'app',
    // keep npm from printing notices about new versions
    npm_config_update_notifier: 'false',
  };
});
afterEach(() => {
  gitlab.close();
  rmSync(store, { recursive: true, force: true });
});

const jobNamed = (name: string, args: readonly string[] = []) => Job.parse(copy.jobs(args)[name]);
const deploying = (environment: string) => [
  ...['--file', '.gitlab/deploy.yml'],
  ...['--input', `environment=${environment}`, '--input', 'begins=on_success'],
];

/** Stores the artifacts of a job. @throws Error if one of its `paths` does not exist */
function keep(name: string, from: string, paths: readonly string[], env: Readonly<Record<string, string>>): void {
  const folder = mkdtempSync(join(store, 'left-'));
  left.set(name, folder);
  if (paths.length === 0) return;
  // use a shell, which expands globs and variables
  const lines = `tar cf - ${paths.join(' ')} | tar xf - -C '${folder}'`;
  execFileSync('bash', ['-eo', 'pipefail', '-c', lines], { cwd: from, env: { ...process.env, ...env }, stdio: 'pipe' });
}

/** Runs a job with its needs. `needs` refers to a matrix job by its own name or by the name that all jobs of the matrix share. */
async function run(name: string, job: Job, variables: Readonly<Record<string, string>> = {}) {
  const place = workplace('nothing');
  try {
    place.remove('cdktf.out');
    for (const path of ['package.json', 'commands', 'node_modules'])
      symlinkSync(join(process.cwd(), path), join(place.folder, path));
    place.write('plan-that-is-shown.json', plan);
    // remove Terraform, because only the Terraform image contains Terraform; other jobs must use the artifact
    if (name !== 'terraform') place.remove(join('bin', 'terraform'));
    place.write(join('bin', 'npx'), '#!/usr/bin/env bash\necho "$*" >> calls\n', 0o755);
    place.write(join('bin', 'curl'), '#!/usr/bin/env bash\necho \'{"data":{"id":"7"}}\'\n', 0o755);
    for (const { job: needed, artifacts } of job.needs ?? [])
      for (const [one, folder] of left)
        if (artifacts && (one === needed || one.startsWith(`${needed}: [`)))
          cpSync(folder, place.folder, { recursive: true });
    const env = { ...project, ...variables };
    const done = await place.runLines(job.script, env);
    const after = await place.runLines(job.after_script, env);
    expect({ name, ...done, after: after.stderr }).toMatchObject({ name, code: 0, stderr: '', after: '' });
    keep(name, place.folder, job.artifacts?.paths ?? [], variables);
    return done;
  } finally {
    place.close();
  }
}

/** Creates the artifacts of synth: one folder per stack. */
function runSynth(): void {
  const folder = mkdtempSync(join(store, 'synth-'));
  for (const stack of stacks) {
    mkdirSync(join(folder, 'cdktf.out', 'stacks', stack), { recursive: true });
    const provider = { aws: [{ region: 'eu-west-1' }], datadog: [{ api_url: 'https://datadog.example' }] };
    writeFileSync(join(folder, 'cdktf.out', 'stacks', stack, 'cdk.tf.json'), JSON.stringify({ provider }));
  }
  keep('synth', folder, jobNamed('synth').artifacts?.paths ?? [], {});
}

/** Runs the jobs that precede every plan. */
const runPrepare = async () => {
  runSynth();
  await run('terraform', jobNamed('terraform'));
};

const runPlan = async (environment: typeof dev) => {
  for (const stack of stacksOf(environment))
    await run(`plan ${environment.name}: [${stack}]`, jobNamed(`plan ${environment.name}`), { STACK: stack });
};

const runDeploy = async (environment: typeof dev) => {
  const jobs = deploying(environment.name);
  const { stdout, calls } = await run('deploy', jobNamed('deploy', jobs));
  // the deployment received the variable for the Datadog site from the job that starts it
  expect(stdout).not.toContain('no downtime');
  expect(calls.filter((line) => line.endsWith(' plan.tfplan'))).toEqual(
    stacksOf(environment).map(
      (stack) => `-chdir=cdktf.out/stacks/${stack} apply -input=false -lock-timeout=5m plan.tfplan`,
    ),
  );
  await run('end-to-end', jobNamed('end-to-end', jobs));
};

test('the needs of each job on main provide all files that the job reads', async () => {
  await runPrepare();
  await runPlan(dev);
  await run('decide dev', jobNamed('decide dev'));
  await runDeploy(dev);
  await runPlan(prod);
  await run('review prod', jobNamed('review prod'));
  await runDeploy(prod);
});

test('the needs of the review job in a merge request provide the plans for dev', async () => {
  await runPrepare();
  await runPlan(dev);
  await run('review', jobNamed('review'));
  expect(gitlab.notes).toHaveLength(stacksOf(dev).length);
  await run('provider locks', jobNamed('provider locks'));
});

test('the needs of the drift job provide every stack', async () => {
  await runPrepare();
  for (const environment of [dev, prod])
    for (const stack of stacksOf(environment))
      await run(`drift: [${stack},${environment.name}]`, jobNamed('drift'), { STACK: stack });
  const { stdout } = await run('report drift', jobNamed('report drift'));
  expect(stdout).toBe('issues: 0 opened, 0 updated, 0 closed\n');
});

test("fails if a job reads another job's file without listing that job in its needs", async () => {
  await runPrepare();
  await runPlan(dev);
  const job = jobNamed('decide dev');
  await expect(run('decide dev', { ...job, needs: [{ job: 'synth', artifacts: true }] })).rejects.toThrow('decide dev');
});
