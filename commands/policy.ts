import { basename } from 'node:path';
import { createCommand, Option, repeated, runCommand, screen, visibleJson } from '@himeshima/cli';
import { type CheckedStack, codeQualityOf, type SortedFindings, sortFindings } from '@himeshima/plan-review';
import { chosenIn, planFiles, planReader, type ReadBytes, rejectEmptyOptions } from '@himeshima/plan-review/cli';
import * as z from 'zod';
import { acceptedFindings } from '../config/accepted-findings';
import { environmentNamed, environments } from '../config/environments';
import { projectFolder } from './platform/project-folder';
import { synthesizeIfStale } from './platform/synthesize-if-stale';
import { formatFindings } from './policy-checks/format-findings';
import { loadPlans, loadSynthesizedStacks } from './policy-checks/load-stacks';
import { locateResources } from './review-inputs/resource-locations';

interface Options {
  readonly env?: string | undefined;
  readonly plan?: readonly string[] | undefined;
  readonly stack?: readonly string[] | undefined;
  readonly format: string;
  readonly today?: string | undefined;
}

type Printer = (sorted: SortedFindings, inspected: readonly CheckedStack[], read: ReadBytes) => string;

const printers: Readonly<Record<string, Printer>> = {
  terminal: (sorted, inspected) => formatFindings(sorted, inspected, screen()),
  json: (sorted) => visibleJson(sorted, 2),
  codequality: ({ open }, inspected, read) =>
    codeQualityOf(
      inspected.map(({ stack, path, unread }) => ({
        stack,
        unread: unread ?? [],
        locationOf: locateResources(basename(path) === 'cdk.tf.json' ? { synthesized: path } : { plan: path, read }),
        dangers: [],
        findings: open.flatMap((candidate) => (candidate.path === path ? [candidate.finding] : [])),
      })),
    ),
};

async function policy(options: Options): Promise<void> {
  rejectEmptyOptions({ env: options.env, plan: options.plan });
  const print = chosenIn('format', options.format, printers);
  const read = await planReader(options.plan ?? []);
  const inspected = await inspect(options, read);
  const sorted = sortFindings(inspected, acceptedFindings, options.today);
  // only a full run can detect stale acceptances, because a partial run does not check the other stacks
  const isWhole = options.env === undefined && options.plan === undefined;
  const reported = isWhole ? sorted : { ...sorted, stale: [] };
  process.stdout.write(`${print(reported, inspected, read)}\n`);
  if (reported.open.length + reported.stale.length + reported.unread.length > 0) process.exitCode = 1;
}

function dateOf(text: string): string {
  if (z.iso.date().safeParse(text).success) return text;
  throw new Error(`invalid --today "${text}": expected a date, for example 2026-11-24`);
}

async function inspect({ env, plan, stack }: Options, read: ReadBytes): Promise<readonly CheckedStack[]> {
  if (plan !== undefined && env !== undefined)
    throw new Error('--env and --plan cannot be combined: check either the synthesized stacks or a plan');
  if (stack !== undefined && plan === undefined) throw new Error('--stack requires --plan FILE');
  if (plan !== undefined) return loadPlans(planFiles(plan, { read, stacks: stack }));
  const chosen = env === undefined ? environments : [environmentNamed(env)];
  // run sequentially, because each environment may have to be synthesized
  for (const environment of chosen) await synthesizeIfStale(projectFolder(), environment);
  return loadSynthesizedStacks('cdktf.out', chosen);
}

const command = createCommand('npm run policy --', {
  summary:
    'Checks the synthesized stacks, or any plan, against the Well-Architected Serverless and IoT Lenses (packages/plan-review/src/checks). The exit code is 1 if a finding is not accepted in config/accepted-findings.ts, if part of a plan could not be read, or (without --env and --plan) if an accepted finding no longer exists.',
  example: 'npm run --silent policy -- --plan plan.json --format codequality > gl-code-quality-report.json',
})
  .option('--env <name>', 'check only the stacks of this environment (default: all)')
  .option(
    '--plan <file>',
    'output of terraform show -json or tofu show -json, or - for standard input; repeatable',
    repeated,
  )
  .option(
    '--stack <name>',
    'stack of each --plan, in the same order (default: NAME of stacks/NAME/, otherwise the file name without .json, or plan for standard input)',
    repeated,
  )
  .option(
    '--format <name>',
    "terminal; json, with accepted findings and reasons; codequality, GitLab's report",
    'terminal',
  )
  .addOption(
    new Option(
      '--today [date]',
      'warn about acceptances that expire within 30 days, and fail for expired acceptances (YYYY-MM-DD; without a value, the current date in UTC)',
    )
      .preset(new Date().toISOString().slice(0, 10))
      .argParser(dateOf),
  )
  .action(policy);

void runCommand(command);
