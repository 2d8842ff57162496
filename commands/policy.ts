import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { acceptedFindings } from '../config/accepted-findings';
import { environmentNamed, environments } from '../config/environments';
import { type Judged, judge, type LookedAt } from '../review/checks/judged';
import { codeQualityOf } from '../review/note/code-quality';
import { judgedInWords } from './judging/in-words';
import { plannedIn, stacksIn } from './judging/looked-at';
import { fail } from './printing/fail';
import { screen } from './printing/terminal';
import { placesOf } from './reviewing/places';
import { projectFolder } from './running/project-folder';
import { bringUpToDate } from './running/up-to-date';

const help = `npm run policy [-- --env NAME | --plan FILE]

  Looks at the synthesized Terraform, or at a plan, by the checks of review/checks: what the Well-Architected Serverless
  and IoT Lenses ask for. Exit code 1 if there is a finding that config/accepted-findings.ts does not accept, if an
  accepted one is not found any more, or if something in a plan cannot be read.

  --env NAME       the stacks of one environment (all of them)
  --plan FILE      what terraform show -json (or tofu) printed; several files are several stacks
  --format NAME    terminal (the default); json, with what is accepted and why; codequality, GitLab's report
  --today[=DATE]   accepted findings end: warns of those that end within 30 days, fails for those that have ended

  example   npm run policy -- --plan plan.json --format codequality > gl-code-quality-report.json`;

const options = {
  env: { type: 'string' },
  plan: { type: 'string', multiple: true },
  format: { type: 'string', default: 'terminal' },
  today: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Printer = (judged: Judged, looked: readonly LookedAt[]) => string;

const printers: Readonly<Record<string, Printer>> = {
  terminal: (judged, looked) => judgedInWords(judged, looked, screen()),
  json: (judged) => JSON.stringify(judged, null, 2),
  codequality: ({ open }, looked) =>
    codeQualityOf(
      looked.map(({ stack, path, unread }) => ({
        stack,
        placeOf: placesOf(basename(path) === 'cdk.tf.json' ? { synthesized: path } : { plan: path }),
        dangers: [],
        unread,
        findings: open.flatMap((found) => (found.path === path ? [found.finding] : [])),
      })),
    ),
};

async function policy(): Promise<void> {
  const { values } = parseArgs({ options, args: process.argv.slice(2).map(withDate) });
  if (values.help) return console.log(help);
  const print = Object.hasOwn(printers, values.format) ? printers[values.format] : undefined;
  if (print === undefined)
    throw new Error(`--format ${values.format} is not known; known: ${Object.keys(printers).join(', ')}`);
  if (values.today !== undefined && !z.iso.date().safeParse(values.today).success)
    throw new Error(`--today=${values.today} is no date; write it as 2026-12-31`);
  const looked = await lookAt(values);
  const judged = judge(looked, acceptedFindings, values.today);
  // whoever looks at a part does not find what is accepted elsewhere
  const isWhole = values.env === undefined && values.plan === undefined;
  const told = isWhole ? judged : { ...judged, stale: [] };
  process.stdout.write(`${print(told, looked)}\n`);
  if (told.open.length + told.stale.length + told.unread.length > 0) process.exitCode = 1;
}

/** `--today` alone is the day of the machine. */
const withDate = (argument: string) =>
  argument === '--today' ? `--today=${new Date().toISOString().slice(0, 10)}` : argument;

async function lookAt({ env, plan }: { env?: string; plan?: string[] }): Promise<readonly LookedAt[]> {
  if (plan !== undefined && env !== undefined)
    throw new Error('--env and --plan are both given: look at what is synthesized, or at a plan');
  if (plan !== undefined) return plannedIn(plan);
  const chosen = env === undefined ? environments : [environmentNamed(env)];
  // one after the other: each synthesizes what has changed
  for (const environment of chosen) await bringUpToDate(projectFolder(), environment);
  return stacksIn('cdktf.out', chosen);
}

policy().catch(fail);
