import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { acceptedFindings } from '../config/accepted-findings';
import { codeQualityOf } from '../review/note/code-quality';
import { jsonOf, widgetOf } from '../review/note/for-programs';
import { driftNoteOf, noteOf } from '../review/note/note';
import type { Plan } from '../review/plan/plan';
import { type Review, reviewOf } from '../review/review';
import { fail } from './printing/fail';
import { driftLabel, keepIssues } from './reviewing/drift-issues';
import { gitlabProjectOf, mergeRequestBehind, mergeRequestOf } from './reviewing/gitlab';
import { issuesOf } from './reviewing/issues';
import { notesOf } from './reviewing/notes';
import { planFile } from './reviewing/plan-file';
import { type Posted, post, type StackNote } from './reviewing/post';
import { type Compared, compareWithReview } from './reviewing/reviewed';

const help = `npm run review -- --plan FILE [--plan FILE …]
npm run review -- --base REF [--env NAME]
npm run review -- post --plan FILE [--plan FILE …]
npm run review -- reviewed --plan FILE [--plan FILE …]
npm run review -- drift --plan FILE [--plan FILE …]

  Tells what a plan will do, in words, and what is dangerous about it.

  --plan FILE       what terraform show -json (or tofu) printed; several files are several stacks
  --base REF        no plan: what the working tree synthesizes, compared with what this commit does
  --env NAME        with --base: the environment (dev)
  --series DIR      exported metrics (docs/guides/test-a-monitor.md): how often a changed monitor would have alerted
  --format NAME     markdown, for GitLab (the default); terminal; json; widget, GitLab's report of a plan;
                    codequality, GitLab's report of findings that are new
  --commit SHA      named in the note (CI_COMMIT_SHA)
  post              writes the note into the merge request of the pipeline, one a stack, updated in place: by
                    CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, and REVIEW_TOKEN, a project access token
                    with the scope api
  reviewed          compares with what the merge request of the commit has shown: exit code 3 where a plan does something
                    else, or was not shown; by CI_API_V4_URL, CI_PROJECT_ID, CI_COMMIT_SHA and REVIEW_TOKEN
  drift             of plans that were made with -refresh-only: opens an issue for each stack that somebody has changed by
                    hand, updates it, and closes it when nothing is left of that; by CI_API_V4_URL, CI_PROJECT_ID and
                    REVIEW_TOKEN
  --fail-on WHAT    exit code 2 where the plan cannot be applied, and with danger: where there is one; with finding: where
                    there is a new one of the policy checks; never (the default)

  example   npm run review -- --base origin/main --format terminal`;

const options = {
  plan: { type: 'string', multiple: true },
  base: { type: 'string' },
  series: { type: 'string' },
  env: { type: 'string', default: 'dev' },
  format: { type: 'string', default: 'markdown' },
  commit: { type: 'string' },
  'fail-on': { type: 'string', default: 'never' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Printer = (
  reviews: readonly Review[],
  from: { commit: string | undefined; files: readonly string[] },
) => string | Promise<string>;

const printers: Readonly<Record<string, Printer>> = {
  markdown: (reviews, { commit }) =>
    worthReading(reviews)
      .map((review) => noteOf(review, { commit }))
      .join('\n'),
  async terminal(reviews) {
    const { terminalOf } = await import('../review/note/terminal.js');
    const screen = { columns: process.stdout.columns ?? 100, colour: process.stdout.hasColors?.() ?? false };
    return worthReading(reviews)
      .map((review) => terminalOf(review, screen))
      .join('\n');
  },
  json: jsonOf,
  widget: widgetOf,
  // a report wants a file to show each finding at
  codequality: (reviews, { files }) =>
    codeQualityOf(
      reviews.flatMap(({ stack, findings }, at) =>
        findings.added.map((finding) => ({ stack, path: files[at] ?? 'main.ts', finding })),
      ),
    ),
};

async function review(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(help);
  const print = Object.hasOwn(printers, values.format) ? printers[values.format] : undefined;
  if (print === undefined)
    throw new Error(`--format ${values.format} is not known; known: ${Object.keys(printers).join(', ')}`);
  const isBad = failures[values['fail-on']];
  if (isBad === undefined)
    throw new Error(`--fail-on ${values['fail-on']} is not known; known: ${Object.keys(failures).join(', ')}`);
  const [verb, extra] = positionals;
  if ((verb !== undefined && !['post', 'reviewed', 'drift'].includes(verb)) || extra !== undefined)
    throw new Error(`${extra ?? verb} is not known here; npm run review -- --help shows what is`);
  if (verb === 'reviewed') return compare(await plansOf(values));
  if (verb === 'drift') return tellDrift(await plansOf(values));
  // before anything is read: what is missing is told at once
  const gitlab = verb === 'post' ? mergeRequestOf(process.env) : undefined;
  const past = values.series === undefined ? undefined : (await import('./reviewing/past.js')).pastIn(values.series);
  const reviews = (await plansOf(values)).map((plan) => reviewOf(plan, { past, accepted: acceptedFindings }));
  const commit = values.commit ?? process.env['CI_COMMIT_SHA'];
  if (gitlab === undefined) {
    const printed = await print(reviews, { commit, files: values.plan ?? [] });
    process.stdout.write(`${printed.trimEnd()}\n`);
  } else
    console.log(
      inWords(
        await post(
          notesOf(gitlab),
          reviews.map((one) => stackNote(one, commit)),
        ),
      ),
    );
  if (reviews.some(isBad)) process.exitCode = 2;
}

/** What `--fail-on` looks for. */
const failures: Readonly<Record<string, (review: Review) => boolean>> = {
  danger: ({ dangers, broken }) => dangers.length > 0 || broken !== undefined,
  finding: ({ findings, broken }) => findings.added.length > 0 || broken !== undefined,
  never: () => false,
};

const isQuiet = ({ addresses, drift, outputs, broken }: Review) =>
  addresses.length + drift.length + outputs.length === 0 && broken === undefined;

/** Those that change; where none does, that of the first. */
function worthReading(reviews: readonly Review[]): readonly Review[] {
  const loud = reviews.filter((one) => !isQuiet(one));
  return loud.length > 0 ? loud : reviews.slice(0, 1);
}

/** A stack of which nothing is to be said has no note. */
function stackNote(one: Review, commit: string | undefined): StackNote {
  const { stack, basis } = one;
  const hash = 'hash' in basis ? basis.hash : undefined;
  return { stack, hash, body: isQuiet(one) ? undefined : noteOf(one, { commit }) };
}

async function tellDrift(plans: readonly Plan[]): Promise<void> {
  const issues = issuesOf(gitlabProjectOf(process.env), driftLabel);
  const stacks = plans
    .map((plan) => reviewOf(plan))
    .map((one) => ({ stack: one.stack, body: one.drift.length === 0 ? undefined : driftNoteOf(one) }));
  const { opened, updated, closed } = await keepIssues(issues, stacks);
  console.log(`issues: ${opened} opened, ${updated} updated, ${closed} closed`);
}

/** Whether the plans do what the merge request has shown. */
async function compare(plans: readonly Plan[]): Promise<void> {
  const gitlab = await mergeRequestBehind(process.env);
  const compared = compareWithReview(plans, gitlab === undefined ? [] : await notesOf(gitlab).own());
  const isFine = ({ how }: Compared) => how === 'as reviewed' || how === 'nothing to do';
  for (const one of compared) console.log(`${isFine(one) ? '✓' : '✗'} ${one.stack}: ${one.how}`);
  if (!compared.every(isFine)) process.exitCode = 3;
}

const inWords = ({ created, updated, removed }: Posted) =>
  `notes: ${created} written, ${updated} updated, ${removed} removed`;

async function plansOf({
  plan = [],
  base,
  env,
}: {
  plan?: string[];
  base?: string;
  env: string;
}): Promise<readonly Plan[]> {
  if ((plan.length === 0) === (base === undefined))
    throw new Error('what is to be reviewed? Either --plan FILE or --base REF; npm run review -- --help shows how');
  if (base === undefined) return plan.map((file) => planFile(file, readFileSync));
  // whoever has a plan does not wait for what synthesizes one
  const { plansSince } = await import('./reviewing/plans-since.js');
  const { createProgress } = await import('./printing/progress.js');
  const progress = createProgress(process.stderr);
  try {
    return await plansSince(base, { root: process.cwd(), environment: env, progress });
  } finally {
    progress.clear();
  }
}

review().catch(fail);
