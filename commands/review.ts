import { parseArgs } from 'node:util';
import { createProgress, fail, screen } from '@himeshima/cli';
import {
  type Costs,
  codeQualityOf,
  counted,
  doesNothing,
  jsonOf,
  type NoEstimate,
  noteOf,
  type Review,
  reviewOf,
  terminalOf,
  widgetOf,
} from '@himeshima/plan-review';
import { environments } from '../config/environments';
import { stacksOf } from '../config/names';
import { acceptedIn } from './reviewing/accepted-in';
import { tellDrift } from './reviewing/drift-issues';
import { mergeRequestOf, reviewedCommit } from './reviewing/gitlab';
import { notesOf } from './reviewing/notes';
import { planFiles, planReader, type Read, type ReadPlan, requireStackNames } from './reviewing/plan-file';
import { type Posted, post, type StackNote } from './reviewing/post';
import { chosenIn, rejectEmptyOptions } from './reviewing/review-options';
import { reportDecisions } from './reviewing/reviewed';
import { codeOf, onSignal } from './running/end-on-signal';
import { projectFolder } from './running/project-folder';

const help = `npm run review -- --plan FILE [--plan FILE …]
npm run review -- --base REF [--env NAME]
npm run review -- post --plan FILE [--plan FILE …]
npm run review -- reviewed --plan FILE [--plan FILE …]
npm run review -- drift --plan FILE [--plan FILE …]

  Explains what a Terraform plan will do and what is dangerous about it.

  (default)         print the review
  post              write the review into the merge request of a GitLab pipeline, one note for each stack, updated in place.
                    Needs CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID and REVIEW_TOKEN, a project access token
                    (scope api, role Reporter)
  reviewed          compare the plans of the main branch with the notes of the merge request of the commit: exit code 0 if
                    every plan matches what was approved, 3 if a person has to look first. Needs CI_API_V4_URL,
                    CI_PROJECT_ID, CI_COMMIT_SHA, CI_DEFAULT_BRANCH and REVIEW_TOKEN
  drift             open an issue for each stack that was changed outside Terraform, update it, and close it when the drift
                    is gone; for plans made with -refresh-only. Needs CI_API_V4_URL, CI_PROJECT_ID and REVIEW_TOKEN

  --plan FILE       output of terraform show -json or tofu show -json, or - for standard input; repeat it for more stacks
  --stack NAME      stack name for each --plan, in the same order (default: NAME of stacks/NAME/, otherwise the file name
                    without .json, or plan for standard input)
  --scope NAME      with post and reviewed: owner of the notes. A job with a scope also marks notes in its scope as outdated
                    when their stack is no longer passed; a job without a scope touches only notes of the stacks it is passed
  --base REF        instead of a plan: compare the stacks synthesized from the working tree with those from this commit
  --env NAME        with --base: environment to synthesize (default: dev); with --plan: environment shown in the note,
                    overriding the tags in the plan
  --series DIR      exported metrics (docs/guides/test-a-monitor.md), to count how often a changed monitor would have alerted
  --format NAME     markdown, for GitLab (default); terminal; json; widget, GitLab's plan summary; codequality, GitLab's report
                    of dangers and new findings, each with its line in the plan or, with --base, in the code
  --commit SHA      commit shown in the note (default: CI_MERGE_REQUEST_SOURCE_BRANCH_SHA or CI_COMMIT_SHA)
  --fail-on WHAT    danger    exit code 2 on any danger
                    finding   exit code 2 on any new finding of the policy checks
                    never     (default)
                    danger and finding also exit with 2 if a plan cannot be applied or judged

  exit codes  0  success
              1  invalid arguments, an unreadable file, or a plan that Terraform did not write
              2  --fail-on
              3  reviewed: a person has to look first

  examples  npm run review -- --base origin/main --format terminal
            terraform plan -out plan.tfplan
            terraform show -json plan.tfplan | npm run --silent review -- --plan - --stack network --fail-on danger
            npm run review -- post --plan plan.json --stack network --scope platform-team`;

const options = {
  plan: { type: 'string', multiple: true },
  stack: { type: 'string', multiple: true },
  scope: { type: 'string' },
  base: { type: 'string' },
  series: { type: 'string' },
  env: { type: 'string' },
  format: { type: 'string' },
  commit: { type: 'string' },
  'fail-on': { type: 'string', default: 'never' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** A review, and the file that has its addresses. */
interface Reviewed {
  readonly file: string;
  readonly review: Review;
}

interface Printed {
  readonly commit: string | undefined;
  readonly read: Read;
}

type Printer = (all: readonly Reviewed[], from: Printed) => string | Promise<string>;

const reviewsOf = (all: readonly Reviewed[]) => all.map(({ review }) => review);

const printers: Readonly<Record<string, Printer>> = {
  markdown: (all, { commit }) =>
    worthReading(reviewsOf(all))
      .map(({ review, alsoOf }) => noteOf(review, { commit, alsoOf }))
      .join('\n'),
  terminal: (all) =>
    worthReading(reviewsOf(all))
      .map(({ review, alsoOf }) => terminalOf(review, { ...screen(), alsoOf }))
      .join('\n'),
  json: (all) => jsonOf(reviewsOf(all)),
  widget: (all) => widgetOf(reviewsOf(all)),
  async codequality(all, { read }) {
    const { placesOf } = await import('./reviewing/places.js');
    return codeQualityOf(
      all.map(({ file, review: { stack, basis, dangers, findings, renames } }) => {
        // GitLab cannot show a file that is synthesized only for this comparison
        if (!('base' in basis))
          return { stack, placeOf: placesOf({ plan: file, read }), dangers, findings: findings.added };
        const placeOf = placesOf({ synthesized: file });
        const renamed = new Map(renames.map(({ from, to }) => [from, to]));
        // a renamed resource is declared under its new name only
        const following = (address: string) => placeOf(renamed.get(address) ?? address);
        return { stack, placeOf: following, dangers, findings: findings.added };
      }),
    );
  },
};

async function review(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(help);
  rejectEmptyOptions(values);
  const { format = 'markdown' } = values;
  const print = chosenIn('format', format, printers);
  const failOn = values['fail-on'];
  const reasonsIn = chosenIn('fail-on', failOn, failures);
  const [verb, extra] = positionals;
  if ((verb !== undefined && !verbs.includes(verb)) || extra !== undefined)
    throw new Error(`unknown argument ${extra ?? verb}; expected ${verbs.join(', ')} or options (--help)`);
  if (values.scope?.trim() === '')
    throw new Error('invalid --scope "": expected the name of an owner, such as platform-team');
  if (values.scope !== undefined && verb !== 'post' && verb !== 'reviewed')
    throw new Error('--scope names the owner of notes; it is for post and reviewed');
  if (verb !== undefined && format !== 'markdown')
    throw new Error(`--format ${format} has no effect on ${verb}, whose output has one format; remove the option`);
  // before anything is read: missing variables are reported immediately
  const gitlab = verb === 'post' ? mergeRequestOf(process.env) : undefined;
  const past = values.series === undefined ? undefined : (await import('./reviewing/past.js')).pastIn(values.series);
  const read = await planReader(values.plan ?? []);
  const plans = await plansOf(values, read);
  if (plans === undefined) {
    process.exitCode = 1;
    return;
  }
  if (verb !== undefined && values.scope === undefined) requireStackNames(verb, plans);
  if (verb === 'drift') return tellDrift(plans.map(({ plan }) => plan));
  const costsOf = await costing(plans);
  const all = plans.map(({ file, plan }) => ({
    file,
    review: reviewOf(plan, { past, accepted: acceptedIn(plan), costs: costsOf({ file, plan }) }),
  }));
  const reviews = reviewsOf(all);
  if (verb === 'reviewed') return reportDecisions(reviews, values.scope);
  const commit = values.commit ?? reviewedCommit(process.env);
  if (gitlab === undefined) {
    const printed = await print(all, { commit, read });
    process.stdout.write(`${printed.trimEnd()}\n`);
  } else {
    const notes = reviews.map((one) => stackNote(one, commit));
    console.log(inWords(await post(notesOf(gitlab), notes, values.scope)));
  }
  const reasons = reasonsIn(reviews);
  if (reasons.length === 0) return;
  console.error(`✗ ${reasons.join(', ')} (--fail-on ${failOn})`);
  process.exitCode = 2;
}

const verbs = ['post', 'reviewed', 'drift'];

/** Returns a cost estimator, which is loaded only if a billed resource of our stacks changes. */
async function costing(
  plans: readonly ReadPlan[],
): Promise<(plan: Pick<ReadPlan, 'file' | 'plan'>) => Costs | NoEstimate | undefined> {
  const ours = environments.flatMap(stacksOf);
  const isBilled = plans.some(
    ({ plan }) =>
      ours.includes(plan.stack) &&
      plan.changes.some(({ action, type }) => action !== 'no-op' && type.startsWith('aws_')),
  );
  return isBilled ? (await import('./costing/plan-cost.js')).costsOf : () => undefined;
}

/** Conditions of `--fail-on`: functions that return why they are met. */
const failures: Readonly<Record<string, (reviews: readonly Review[]) => readonly string[]>> = {
  danger: (reviews) => [
    ...some(reviews.flatMap(({ dangers }) => dangers).length, 'danger'),
    ...some(reviews.filter(isBroken).length, 'plan', ' cannot be applied'),
  ],
  finding: (reviews) => [
    ...some(reviews.flatMap(({ findings }) => findings.added).length, 'new finding'),
    ...some(reviews.filter(isBroken).length, 'plan', ' cannot be applied'),
    ...some(reviews.filter(isUnjudged).length, 'plan', ' cannot be judged'),
  ],
  never: () => [],
};

const some = (count: number, noun: string, verb = '') => (count === 0 ? [] : [`${counted(count, noun)}${verb}`]);

const isBroken = ({ broken }: Review) => broken !== undefined;
const isUnjudged = ({ dangers }: Review) => dangers.some(({ kind }) => kind === 'cannot be judged');

const isQuiet = (review: Review) =>
  doesNothing(review) && [review.dependents, review.drift, review.failedChecks].every(({ length }) => length === 0);

/** Returns the reviews that have something to say; if all are quiet, one that stands for all stacks. */
function worthReading(reviews: readonly Review[]): readonly { review: Review; alsoOf: readonly string[] }[] {
  const loud = reviews.filter((one) => !isQuiet(one));
  if (loud.length > 0) return loud.map((review) => ({ review, alsoOf: [] }));
  const [first, ...others] = reviews;
  return first === undefined ? [] : [{ review: first, alsoOf: others.map(({ stack }) => stack) }];
}

/** A stack that does not change has no note. */
const stackNote = (one: Review, commit: string | undefined): StackNote => ({
  stack: one.stack,
  body: isQuiet(one) ? undefined : noteOf(one, { commit }),
});

const inWords = ({ created, updated, removed }: Posted) =>
  `notes: ${created} written, ${updated} updated, ${removed} removed`;

interface Asked {
  readonly plan?: readonly string[];
  readonly stack?: readonly string[];
  readonly base?: string;
  readonly env?: string;
}

/** @returns undefined if the working tree does not synthesize; the reason was printed */
async function plansOf({ plan = [], stack, base, env }: Asked, read: Read): Promise<readonly ReadPlan[] | undefined> {
  if (plan.length > 0 && base !== undefined)
    throw new Error('--plan and --base are both given: review either a plan or the difference to a commit, not both');
  if (stack !== undefined && plan.length === 0) throw new Error('--stack names the stack of a plan; add --plan FILE');
  if (plan.length > 0) return planFiles(plan, { read, stacks: stack, environment: env });
  if (base === undefined)
    throw new Error('nothing to review: expected --plan FILE or --base REF (npm run review -- --help)');
  // loaded late: a plan needs nothing of it
  const { plansSince } = await import('./reviewing/plans-since.js');
  const progress = createProgress(process.stderr);
  try {
    return await plansSince(base, { root: projectFolder(), environment: env ?? 'dev', progress });
  } finally {
    progress.clear();
  }
}

onSignal((signal) => process.exit(codeOf(signal)));
review().catch(fail);
