import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { environments } from '../config/environments';
import { stacksOf } from '../config/names';
import { codeQualityOf } from '../review/note/code-quality';
import { jsonOf, widgetOf } from '../review/note/for-programs';
import { noteOf } from '../review/note/note';
import { type Costs, type NoEstimate, type Review, reviewOf } from '../review/review';
import { fail } from './printing/fail';
import { screen } from './printing/terminal';
import { acceptedIn } from './reviewing/accepted-in';
import { tellDrift } from './reviewing/drift-issues';
import { mergeRequestOf } from './reviewing/gitlab';
import { notesOf } from './reviewing/notes';
import { planFiles, type ReadPlan } from './reviewing/plan-file';
import { type Posted, post, type StackNote } from './reviewing/post';
import { tellCompared } from './reviewing/reviewed';
import { codeOf, onSignal } from './running/end-on-signal';
import { projectFolder } from './running/project-folder';

const help = `npm run review -- --plan FILE [--plan FILE …]
npm run review -- --base REF [--env NAME]
npm run review -- post --plan FILE [--plan FILE …]
npm run review -- reviewed --plan FILE [--plan FILE …]
npm run review -- drift --plan FILE [--plan FILE …]

  Tells what a plan will do, in words, and what is dangerous about it.

  --plan FILE       what terraform show -json (or tofu) printed; several files are several stacks
  --base REF        no plan: what the working tree synthesizes, compared with what this commit does
  --env NAME        with --base: the environment whose stacks are synthesized (dev); with --plan: the environment that the note
                    names, whatever the tags of the plan say
  --series DIR      exported metrics (docs/guides/test-a-monitor.md): how often a changed monitor would have alerted
  --format NAME     markdown, for GitLab (the default); terminal; json; widget, GitLab's report of a plan;
                    codequality, GitLab's report of what is dangerous and of findings that are new, each with the line of
                    the plan, or with --base of the code that declares it; of main.ts, and says so, where none does
  --commit SHA      named in the note (CI_COMMIT_SHA)
  post              writes the note into the merge request of the pipeline, one a stack, updated in place: by
                    CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, and REVIEW_TOKEN, a project access token
                    with the scope api and the role Reporter
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
  env: { type: 'string' },
  format: { type: 'string', default: 'markdown' },
  commit: { type: 'string' },
  'fail-on': { type: 'string', default: 'never' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** A review, and the file in which its addresses stand. */
interface Reviewed {
  readonly file: string;
  readonly review: Review;
}

type Printer = (all: readonly Reviewed[], from: { commit: string | undefined }) => string | Promise<string>;

const reviewsOf = (all: readonly Reviewed[]) => all.map(({ review }) => review);

const printers: Readonly<Record<string, Printer>> = {
  markdown: (all, { commit }) =>
    worthReading(reviewsOf(all))
      .map(({ review, alsoOf }) => noteOf(review, { commit, alsoOf }))
      .join('\n'),
  async terminal(all) {
    const { terminalOf } = await import('../review/note/terminal.js');
    return worthReading(reviewsOf(all))
      .map(({ review, alsoOf }) => terminalOf(review, { ...screen(), alsoOf }))
      .join('\n');
  },
  json: (all) => jsonOf(reviewsOf(all)),
  widget: (all) => widgetOf(reviewsOf(all)),
  async codequality(all) {
    const { placesOf } = await import('./reviewing/places.js');
    return codeQualityOf(
      all.map(({ file, review: { stack, basis, dangers, unread, findings, renames } }) => {
        // what is synthesized for a moment is no file that GitLab can show
        if (!('base' in basis))
          return { stack, placeOf: placesOf({ plan: file }), dangers, unread, findings: findings.added };
        const placeOf = placesOf({ synthesized: file });
        const renamed = new Map(renames.map(({ from, to }) => [from, to]));
        // what nothing declares any more under its old name, something does under its new one
        const following = (address: string) => placeOf(renamed.get(address) ?? address);
        return { stack, placeOf: following, dangers, unread, findings: findings.added };
      }),
    );
  },
};

async function review(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(help);
  const print = Object.hasOwn(printers, values.format) ? printers[values.format] : undefined;
  if (print === undefined)
    throw new Error(`--format ${values.format} is not known; known: ${Object.keys(printers).join(', ')}`);
  const failOn = values['fail-on'];
  const isBad = Object.hasOwn(failures, failOn) ? failures[failOn] : undefined;
  if (isBad === undefined)
    throw new Error(`--fail-on ${failOn} is not known; known: ${Object.keys(failures).join(', ')}`);
  const [verb, extra] = positionals;
  if ((verb !== undefined && !['post', 'reviewed', 'drift'].includes(verb)) || extra !== undefined)
    throw new Error(`${extra ?? verb} is not known here; npm run review -- --help shows what is`);
  // before anything is read: what is missing is told at once
  const gitlab = verb === 'post' ? mergeRequestOf(process.env) : undefined;
  const past = values.series === undefined ? undefined : (await import('./reviewing/past.js')).pastIn(values.series);
  const plans = await plansOf(values);
  if (plans === undefined) {
    process.exitCode = 1;
    return;
  }
  if (verb === 'reviewed') return tellCompared(plans.map(({ plan }) => plan));
  if (verb === 'drift') return tellDrift(plans.map(({ plan }) => plan));
  const costsOf = await costing(plans);
  const all = plans.map(({ file, plan }) => ({
    file,
    review: reviewOf(plan, { past, accepted: acceptedIn(plan), costs: costsOf({ file, plan }) }),
  }));
  const reviews = reviewsOf(all);
  const commit = values.commit ?? process.env['CI_COMMIT_SHA'];
  if (gitlab === undefined) {
    const printed = await print(all, { commit });
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

/** What tells the costs of a plan: it is loaded where something of ours changes that AWS bills. */
async function costing(plans: readonly ReadPlan[]): Promise<(plan: ReadPlan) => Costs | NoEstimate | undefined> {
  const ours = environments.flatMap(stacksOf);
  const isBilled = plans.some(
    ({ plan }) =>
      ours.includes(plan.stack) &&
      plan.changes.some(({ action, type }) => action !== 'no-op' && type.startsWith('aws_')),
  );
  return isBilled ? (await import('./costing/plan-cost.js')).costsOf : () => undefined;
}

/** What `--fail-on` looks for. */
const failures: Readonly<Record<string, (review: Review) => boolean>> = {
  // what cannot be read may be dangerous
  danger: ({ dangers, unread, broken }) => dangers.length + unread.length > 0 || broken !== undefined,
  finding: ({ findings, broken }) => findings.added.length > 0 || broken !== undefined,
  never: () => false,
};

const isQuiet = ({
  addresses,
  dependents,
  drift,
  outputs,
  invoked,
  deferred,
  failedChecks,
  broken,
  complete,
}: Review) =>
  [addresses, dependents, drift, outputs, invoked, deferred, failedChecks].every(({ length }) => length === 0) &&
  broken === undefined &&
  complete;

/** Those that change; where none does, one that speaks for all of them. */
function worthReading(reviews: readonly Review[]): readonly { review: Review; alsoOf: readonly string[] }[] {
  const loud = reviews.filter((one) => !isQuiet(one));
  if (loud.length > 0) return loud.map((review) => ({ review, alsoOf: [] }));
  const [first, ...others] = reviews;
  return first === undefined ? [] : [{ review: first, alsoOf: others.map(({ stack }) => stack) }];
}

/** A stack of which nothing is to be said has no note. */
function stackNote(one: Review, commit: string | undefined): StackNote {
  const { stack, basis } = one;
  const hash = 'hash' in basis ? basis.hash : undefined;
  return { stack, hash, body: isQuiet(one) ? undefined : noteOf(one, { commit, alsoOf: [] }) };
}

const inWords = ({ created, updated, removed }: Posted) =>
  `notes: ${created} written, ${updated} updated, ${removed} removed`;

interface Asked {
  readonly plan?: readonly string[];
  readonly base?: string;
  readonly env?: string;
}

/** @returns undefined where the working tree is refused; it has said why */
async function plansOf({ plan = [], base, env }: Asked): Promise<readonly ReadPlan[] | undefined> {
  if (plan.length > 0 && base !== undefined)
    throw new Error('--plan and --base are both given: a plan is reviewed, or two commits are compared, not both');
  if (plan.length > 0) return planFiles(plan, readFileSync, env);
  if (base === undefined)
    throw new Error('what is to be reviewed? Either --plan FILE or --base REF; npm run review -- --help shows how');
  // whoever has a plan does not wait for what synthesizes one
  const { plansSince } = await import('./reviewing/plans-since.js');
  const { createProgress } = await import('./printing/progress.js');
  const progress = createProgress(process.stderr);
  try {
    return await plansSince(base, { root: projectFolder(), environment: env ?? 'dev', progress });
  } finally {
    progress.clear();
  }
}

onSignal((signal) => process.exit(codeOf(signal)));
review().catch(fail);
