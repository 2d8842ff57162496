import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, screen, visibleJson } from '@himeshima/cli';
import { codeQualityOf, type Judged, judge, type LookedAt } from '@himeshima/plan-review';
import { chosenIn, planFiles, planReader, type Read, rejectEmptyOptions } from '@himeshima/plan-review/cli';
import * as z from 'zod';
import { acceptedFindings } from '../config/accepted-findings';
import { environmentNamed, environments } from '../config/environments';
import { judgedInWords } from './judging/in-words';
import { plannedIn, stacksIn } from './judging/looked-at';
import { placesOf } from './reviewing/places';
import { projectFolder } from './running/project-folder';
import { bringUpToDate } from './running/up-to-date';

const help = `npm run policy [-- --env NAME | --plan FILE]

  Checks the synthesized stacks, or any plan, against the Well-Architected Serverless and IoT Lenses (packages/plan-review/src/checks). Exits
  with code 1 if a finding is not accepted in config/accepted-findings.ts, or if an accepted finding no longer exists.

  --env NAME       check the stacks of this environment only (default: all environments)
  --plan FILE      output of terraform show -json or tofu show -json, or - for standard input; repeat it for more stacks
  --stack NAME     stack name for each --plan, in the same order (default: NAME of stacks/NAME/, otherwise the file name
                   without .json, or plan for standard input)
  --format NAME    terminal (default); json, with accepted findings and reasons; codequality, GitLab's report
  --today[=DATE]   warn about acceptances that expire within 30 days, and fail for those that have expired

  example   npm run --silent policy -- --plan plan.json --format codequality > gl-code-quality-report.json`;

const options = {
  env: { type: 'string' },
  plan: { type: 'string', multiple: true },
  stack: { type: 'string', multiple: true },
  format: { type: 'string', default: 'terminal' },
  today: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Printer = (judged: Judged, looked: readonly LookedAt[], read: Read) => string;

const printers: Readonly<Record<string, Printer>> = {
  terminal: (judged, looked) => judgedInWords(judged, looked, screen()),
  json: (judged) => visibleJson(judged, 2),
  codequality: ({ open }, looked, read) =>
    codeQualityOf(
      looked.map(({ stack, path, unread }) => ({
        stack,
        unread: unread ?? [],
        placeOf: placesOf(basename(path) === 'cdk.tf.json' ? { synthesized: path } : { plan: path, read }),
        dangers: [],
        findings: open.flatMap((found) => (found.path === path ? [found.finding] : [])),
      })),
    ),
};

async function policy(): Promise<void> {
  const { values } = parseArgs({ options, args: process.argv.slice(2).map(withDate) });
  if (values.help) return console.log(help);
  rejectEmptyOptions(values);
  const print = chosenIn('format', values.format, printers);
  if (values.today !== undefined && !z.iso.date().safeParse(values.today).success)
    throw new Error(`--today=${values.today} is not a date; use YYYY-MM-DD`);
  const read = await planReader(values.plan ?? []);
  const looked = await lookAt(values, read);
  const judged = judge(looked, acceptedFindings, values.today);
  // a part of the stacks does not have what is accepted elsewhere
  const isWhole = values.env === undefined && values.plan === undefined;
  const told = isWhole ? judged : { ...judged, stale: [] };
  process.stdout.write(`${print(told, looked, read)}\n`);
  if (told.open.length + told.stale.length + told.unread.length > 0) process.exitCode = 1;
}

/** `--today` alone is the day of the machine. */
const withDate = (argument: string) =>
  argument === '--today' ? `--today=${new Date().toISOString().slice(0, 10)}` : argument;

interface Asked {
  readonly env?: string;
  readonly plan?: readonly string[];
  readonly stack?: readonly string[];
}

async function lookAt({ env, plan, stack }: Asked, read: Read): Promise<readonly LookedAt[]> {
  if (plan !== undefined && env !== undefined)
    throw new Error('--env and --plan cannot be combined: check either the synthesized stacks or a plan');
  if (stack !== undefined && plan === undefined) throw new Error('--stack names the stack of a plan; add --plan FILE');
  if (plan !== undefined) return plannedIn(planFiles(plan, { read, stacks: stack }));
  const chosen = env === undefined ? environments : [environmentNamed(env)];
  // one after another: each synthesizes what has changed
  for (const environment of chosen) await bringUpToDate(projectFolder(), environment);
  return stacksIn('cdktf.out', chosen);
}

policy().catch(fail);
