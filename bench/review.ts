import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maskText } from '@himeshima/plan-review';
import { situations } from '../commands/generated-pages/review-situations';
import { bundlePlanReview } from '../commands/packaging/bundle-plan-review';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { dev } from '../config/dev';
import { type Figure, measureRepeatedly, median, peakFigures } from './figure';
import { isInstalled } from './is-installed';
import { type ProcessResult, runCommand, runProgram } from './processes';

const policyOf = (at: number) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: Array.from({ length: 4 }, (_, turn) => ({
      Sid: `S${turn}`,
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:Query'],
      Resource: `arn:aws:dynamodb:ap-northeast-1:111122223333:table/t${at % 7}-${turn}`,
    })),
  });

const types = ['aws_iam_role_policy', 'aws_lambda_function', 'aws_dynamodb_table'];
const resourcesPerModule = 100;

/** Returns the parts of a plan about one module, with policies, functions and tables. One resource in five changes. */
function moduleAt(position: number) {
  const module_address = `module.m${position}`;
  const resources = Array.from({ length: resourcesPerModule }, (_, offset) => {
    const at = position * resourcesPerModule + offset;
    const [type = '', name] = [types[at % types.length], `n${at}`];
    const before = { name, policy: policyOf(at), description: 'x'.repeat(200), tags: { slice: `s${at % 9}` } };
    const isChanged = at % 5 === 0;
    const after = isChanged ? { ...before, policy: policyOf(at + 1), description: 'y'.repeat(200) } : before;
    return { type, name, before, after, actions: [isChanged ? 'update' : 'no-op'] };
  });
  const provider_name = 'registry.terraform.io/hashicorp/aws';
  const valuesOf = (side: 'before' | 'after') => ({
    address: module_address,
    resources: resources.map(({ type, name, [side]: values }) => ({
      address: `${module_address}.${type}.${name}`,
      mode: 'managed',
      type,
      name,
      provider_name,
      schema_version: 0,
      values,
      sensitive_values: { tags: {} },
    })),
  });
  return {
    changes: resources.map(({ type, name, actions, before, after }) => ({
      address: `${module_address}.${type}.${name}`,
      module_address,
      mode: 'managed',
      type,
      name,
      provider_name,
      change: {
        actions,
        before,
        after,
        after_unknown: {},
        before_sensitive: { tags: {} },
        after_sensitive: { tags: {} },
      },
    })),
    planned: valuesOf('after'),
    prior: valuesOf('before'),
    declared: resources.map(({ type, name, after }) => ({
      address: `${type}.${name}`,
      mode: 'managed',
      type,
      name,
      provider_config_key: 'aws',
      expressions: {
        name: { constant_value: name },
        policy: { references: ['data.aws_iam_policy_document.own.json', 'data.aws_iam_policy_document.own'] },
        description: { constant_value: after.description },
        tags: { constant_value: after.tags },
      },
      schema_version: 0,
    })),
  };
}

/** Returns a plan of approximately the given size in MB with everything that Terraform writes: the planned values, the prior state and the configuration. */
function planOf(megabytes: number): string {
  const modules: ReturnType<typeof moduleAt>[] = [];
  for (let size = 0; size < megabytes * 1e6; size += JSON.stringify(modules.at(-1)).length)
    modules.push(moduleAt(modules.length));
  const version = { format_version: '1.0', terraform_version: '1.12.2' };
  return JSON.stringify({
    ...version,
    format_version: '1.2',
    planned_values: { root_module: { child_modules: modules.map(({ planned }) => planned) } },
    resource_changes: modules.flatMap(({ changes }) => changes),
    prior_state: { ...version, values: { root_module: { child_modules: modules.map(({ prior }) => prior) } } },
    configuration: {
      provider_config: { aws: { name: 'aws', full_name: 'registry.terraform.io/hashicorp/aws' } },
      root_module: {
        module_calls: Object.fromEntries(
          modules.map(({ declared }, at) => [`m${at}`, { source: './service', module: { resources: declared } }]),
        ),
      },
    },
  });
}

/** Strings that make patterns restart at each character or keyword. */
const hostileParts = ['a.', '://', 'password=', 'eyJ', 'key=', 'Cookie: ', '-----BEGIN ', 'aA1/', '--password '];

/** Masks several hostile strings of 1 MB. @returns the longest time for one string in seconds */
function maskingSeconds(): number {
  const seconds = hostileParts.map((part) => {
    const text = part.repeat(1_000_000 / part.length);
    const start = performance.now();
    maskText(text);
    return (performance.now() - start) / 1_000;
  });
  return Math.max(...seconds);
}

/** Measures tf-summarize, which lists the addresses by action, but neither values nor dangers. */
async function peerFigures(file: string): Promise<readonly Figure[]> {
  if (!isInstalled('tf-summarize')) return [];
  const seconds = await measureRepeatedly(() => {
    const started = performance.now();
    execFileSync('tf-summarize', [file], { stdio: 'ignore' });
    return (performance.now() - started) / 1000;
  });
  return [{ name: 'tf-summarize for the same plan', value: median(seconds), unit: 's' }];
}

/**
 * Measures reviews from start to note, each in a separate process: large plans with the packed program, our own stack, and two commits
 * with the same lock file.
 */
export async function reviewFigures(root: string): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-bench-review-'));
  const file = join(folder, 'plan.json');
  const measureReview = async (text: string, review: () => Promise<ProcessResult>) => {
    writeFileSync(file, text);
    const outcomes = await measureRepeatedly(review);
    return {
      seconds: median(outcomes.map(({ seconds }) => seconds)),
      megabytes: outcomes.map((one) => one.peakMegabytes),
    };
  };
  try {
    await synthesizeIfStale(root, dev);
    const stack = JSON.parse(readFileSync(join(root, 'cdktf.out', 'stacks', dev.stack, 'cdk.tf.json'), 'utf8'));
    const own = await measureReview(JSON.stringify(situations[0]?.plan(stack)), () =>
      runCommand(root, ['review', '--plan', file]),
    );
    const program = await bundlePlanReview(root);
    const reviewPlan = () => runProgram(root, [program, file]);
    const ten = await measureReview(planOf(10), reviewPlan);
    const tenByPeer = await peerFigures(file);
    const fifty = await measureReview(planOf(50), reviewPlan);
    const fiftyByPeer = await peerFigures(file);
    const compared = await measureRepeatedly(() => {
      // delete the cached synthesis of the commit; otherwise, the work would be skipped
      rmSync(join(root, 'build', 'reviewed'), { recursive: true, force: true });
      return runCommand(root, ['review', '--base', 'HEAD']);
    });
    return [
      {
        name: 'review of our own stack',
        value: own.seconds * 1000,
        unit: 'ms',
        limit: { most: 250 },
        profile:
          'starting the program takes 28% of the time, finding and masking secrets 35%, and reading the plan 20%.',
      },
      {
        name: 'review of a plan of 10 MB',
        value: ten.seconds,
        unit: 's',
        limit: { most: 0.8 },
        profile:
          'reading the plan takes 37% of the time (including 3% for parsing and 4% for masking), starting the program 22%, judging the changes 14%, garbage collection 10%, and describing the changes 10%.',
      },
      ...peakFigures('peak memory of the review of a plan of 10 MB', ten.megabytes, { most: 300 }),
      ...tenByPeer,
      {
        name: 'review of a plan of 50 MB',
        value: fifty.seconds,
        unit: 's',
        limit: { most: 3 },
        profile:
          'reading the plan takes 47% of the time, judging the changes 17%, garbage collection 12%, and describing the changes 9%.',
      },
      ...fiftyByPeer,
      { name: 'masking 1 MB of hostile text', value: maskingSeconds(), unit: 's', limit: { most: 1 } },
      {
        name: 'review of two commits',
        value: median(compared.map(({ seconds }) => seconds)),
        unit: 's',
        limit: { most: 3 },
        profile:
          'two syntheses, which need 2 s of processor time each, share two cores; checking out the commit takes 1 s, and the review takes 0.5 s.',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
