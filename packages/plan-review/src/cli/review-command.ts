import { createCommand, createProgress, Option, repeated, visibleLine } from '@himeshima/cli';
import { type Catalogue, catalogue } from '@himeshima/datadog-monitors';
import { parseTimeZone } from '@himeshima/datadog-monitors/cli';
import { plansSince } from '../base/plans-since';
import type { Acceptance } from '../checks/acceptance';
import { longestNote } from '../note/note';
import { reportUrl } from '../note/report-link';
import type { Plan } from '../plan/plan';
import { type Costs, type NoEstimate, type Review, reviewOf } from '../review';
import type { SourceLocation } from '../sources/source-location';
import { acceptancesIn } from './acceptance-files';
import { backtestsOf, emptyBacktestWarning } from './backtest-source';
import { reportDrift } from './drift-issues';
import { failures } from './fail-on';
import { commonNotes, formats, isNote, stackNotes } from './formats';
import { commentsOf, headOf, isOnGitHub, pullRequestOf } from './github';
import { mergeRequestOf, reviewedCommit } from './gitlab';
import { notesOf } from './merge-request-notes';
import { planArguments, skippedWarning } from './plan-arguments';
import { planFiles, planReader, type ReadPlan, requireStackNames } from './plan-file';
import { type NoteCounts, post } from './post';
import { reportDecisions } from './review-decision';
import { chosenIn, rejectEmptyOptions } from './review-options';
import { allowedBy, blockedIn, misspeltEnvironment, type ReviewPolicy, readPolicy } from './review-policy';
import { sourceFinders } from './source-finders';
import { unusedInRun } from './unused-in-run';

/** Functions that compare the working tree of a project with a commit, without a plan. */
export interface BaseComparison {
  /**
   * Returns plans that describe the changes between a commit and the working tree.
   * @returns undefined if the synthesis of the working tree fails and prints its errors
   */
  plansSince(commit: string, environment: string | undefined): Promise<readonly ReadPlan[] | undefined>;
  /** Returns a function that finds the declaration of a synthesized resource in the code. */
  placesInCode(file: string): (address: string) => SourceLocation;
}

type CostsOf = (plan: Pick<ReadPlan, 'file' | 'plan'>) => Costs | NoEstimate | undefined;

/** Project-specific parts of the review. */
export interface ReviewProgram {
  /** Command that starts the program, such as `npm run review --`. */
  readonly name: string;
  readonly base?: BaseComparison;
  /** Time zone of the on-call staff for backtests (default: UTC). */
  readonly timeZone?: string;
  /** Metrics that monitors can query (default: the metrics of Datadog's AWS integration). */
  readonly metrics?: () => Catalogue;
  acceptedIn?(plan: Plan): readonly Acceptance[];
  costing?(plans: readonly ReadPlan[]): Promise<CostsOf>;
}

const actions = ['post', 'reviewed', 'drift'];

const details = `
Actions:
  (none)    print the review
  post      write the review into the merge request of a GitLab pipeline or the pull request of a GitHub workflow,
            one note for each stack or, with --one-note, for all stacks, updated in place. On GitLab, needs CI_API_V4_URL, CI_PROJECT_ID,
            CI_MERGE_REQUEST_IID and REVIEW_TOKEN, a project access token (scope api, role Reporter); on GitHub,
            GITHUB_TOKEN with permissions: { pull-requests: write }
  reviewed  compare the plans of the main branch with the notes of the merge request of the commit: exit code 0 if
            every plan matches the approved review, 3 if a plan needs another review. Needs CI_API_V4_URL,
            CI_PROJECT_ID, CI_COMMIT_SHA, CI_DEFAULT_BRANCH and REVIEW_TOKEN
  drift     open an issue for each stack that was changed outside Terraform, update it, and close it when the drift
            is gone; for plans made with -refresh-only. Needs CI_API_V4_URL, CI_PROJECT_ID and REVIEW_TOKEN

Formats:
  markdown     for GitLab; gitlab is the same
  github       the same, at most 65,000 characters
  html         one page with search and filters, for an artifact
  terminal     for a terminal or a log
  json         for programs
  widget       GitLab's plan summary
  codequality  GitLab's report of dangers and new findings, each with its line in the plan or, with --base, in the code
  sarif        the same for GitHub's code scanning

Exit codes:
  0  success
  1  invalid arguments, an unreadable file, or a plan that Terraform did not write
  2  a condition of --fail-on or --policy is met
  3  reviewed: a plan needs another review`;

/** Creates the review command. */
export function reviewCommand({ name, base, timeZone = 'UTC', metrics, acceptedIn, costing }: ReviewProgram) {
  const synthesizing = base === undefined ? ' --synth "npx cdktf synth"' : '';
  const command = createCommand(name, {
    summary: 'Explains what a Terraform plan will do and what is dangerous about it.',
    example: `${name} plan.json --format terminal
${name} --base origin/main${synthesizing} --format terminal
terraform plan -out plan.tfplan
terraform show -json plan.tfplan | ${name} - --stack network --fail-on danger
${name} post --plan plan.json --stack network --scope platform-team --backtest`,
  })
    .argument('[args...]', `${actions.join(', ')}, plan files, folders with plan files, or - for standard input`)
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
      '--scope <name>',
      'with post and reviewed: owner of the notes. A job with a scope marks a note in this scope as outdated if the plan of the stack is missing; a job without a scope touches only notes for stacks with a plan',
    )
    .option(
      '--one-note',
      'with post: write one note for all stacks, most dangerous first, instead of one note per stack. The action reviewed needs one note per stack',
      false,
    )
    .option(
      '--env <name>',
      base === undefined
        ? 'environment shown in the note, overriding the tags, labels and variables in the plan'
        : 'with --base: environment to synthesize (default: dev); with --plan: environment shown in the note, which overrides the tags, labels and variables in the plan',
    )
    .option(
      '--backtest [days]',
      'compare the alerts of changed monitors before and after the change, over past metrics from Datadog (default: 7 days). Needs DD_API_KEY and DD_APP_KEY, and DD_SITE for a site other than datadoghq.com. The action post writes the backtest into a separate note',
    )
    .option('--series <folder>', 'like --backtest, but over exported metrics in a folder')
    .option(
      '--time-zone <zone>',
      'time zone of the on-call staff, for the times in the backtest',
      parseTimeZone,
      timeZone,
    )
    .option('--format <name>', `${Object.keys(formats).join(', ')} (default: markdown)`)
    .option(
      '--report <url>',
      'URL of the page of --format html, for example of an artifact; a note ends with a link to it',
      reportUrl,
    )
    .option(
      '--source <folder>',
      'folder with the .tf files of each --plan, in the same order, for links to the code and lines in reports (default: the folder of the plan)',
      repeated,
    )
    .option(
      '--commit <sha>',
      'commit shown in the note (default: the last commit of the pull request, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA or CI_COMMIT_SHA)',
    )
    .option(
      '--accept <file>',
      'file with comments such as # plan-review: accept RULE until 2026-12-31 because REASON, for example the .tf file of a resource; repeatable',
      repeated,
    )
    .option(
      '--fail-on <what>',
      'danger: exit with code 2 on any danger; finding: on any new finding of the policy checks; never: do not fail. danger and finding also fail if a plan cannot be applied or judged',
      'never',
    )
    .option(
      '--policy <file>',
      'instead of --fail-on: YAML or JSON file with the kinds of danger for which the exit code is 2, for example block: [data loss, exposure]; may contain lists for individual environments',
    )
    .addOption(
      new Option(
        '--base <commit>',
        'instead of a plan: compare the stacks synthesized from the working tree with those from this commit',
      ),
    )
    .addOption(
      new Option('--synth <command>', 'with --base: command that synthesizes the stacks of a project').hideHelp(
        base !== undefined,
      ),
    )
    .addOption(
      new Option(
        '--stacks <folder>',
        'with --base: folder that --synth writes, which contains stacks/NAME/cdk.tf.json (default: cdktf.out)',
      ).hideHelp(base !== undefined),
    )
    .addHelpText('after', details);
  return command.action(async (given, options) => {
    rejectEmptyOptions(options);
    const { format = 'markdown', scope } = options;
    const print = chosenIn('format', format, formats);
    const policy = options.policy === undefined ? undefined : readPolicy(options.policy);
    const { reasonsIn, condition } = failureOf(options, policy);
    const found = planArguments(given, actions);
    const { action } = found;
    const plan = [...(options.plan ?? []), ...found.files];
    if (scope?.trim() === '')
      throw new Error('invalid --scope "": expected the name of an owner, such as platform-team');
    if (scope !== undefined && action !== 'post' && action !== 'reviewed')
      throw new Error('--scope sets the owner of the notes; use it only with post or reviewed');
    if (options.oneNote && action !== 'post')
      throw new Error('--one-note has an effect only on post; remove the option');
    if (options.oneNote && scope === undefined)
      throw new Error(
        '--one-note needs --scope NAME, so that other jobs do not replace the note; for example --scope infra',
      );
    if (action !== undefined && options.format !== undefined && format !== 'markdown')
      throw new Error(
        `--format ${format} has no effect on ${action}, which has only one output format; remove the option`,
      );
    if (options.report !== undefined && action !== 'post' && !(action === undefined && isNote(format)))
      throw new Error(
        '--report adds a link to a note; use it only with post and with the formats for GitLab and GitHub',
      );
    // missing variables are reported before any file is read
    const forge = action === 'post' ? forgeOf(process.env) : undefined;
    const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
    const acceptedDangers = { acceptances: acceptancesIn(options.accept ?? []), today };
    warn(skippedWarning(found));
    const read = await planReader(plan);
    const plans = await plansOf();
    if (plans === undefined) {
      process.exitCode = 1;
      return;
    }
    if (action !== undefined && scope === undefined && !options.oneNote) requireStackNames(action, plans);
    if (action === 'drift') return reportDrift(plans.map((one) => one.plan));
    const environments = plansIn(plans).map(({ environment }) => environment);
    warn(policy && misspeltEnvironment(policy, environments));
    const costsOf = await costing?.(plans);
    const backtestOf = await backtestsOf(plansIn(plans), options, {
      catalogue: metrics?.() ?? catalogue,
      environment: process.env,
      now: Date.now(),
    });
    warn(emptyBacktestWarning(plansIn(plans), options));
    const commit = options.commit ?? headOf(process.env)?.sha ?? reviewedCommit(process.env);
    const sourcesOf = sourceFinders(plans, options.source, { commit, environment: process.env });
    const all = unusedInRun(
      plans.map((one, index) => ({
        file: one.file,
        sourceOf: sourcesOf[index],
        review: reviewOf(one.plan, {
          backtest: backtestOf(one.plan),
          accepted: acceptedIn?.(one.plan) ?? [],
          acceptedDangers: { ...acceptedDangers, isAllowed: policy && allowedBy(policy, one.plan.environment) },
          costs: costsOf?.(one),
          sourceOf: sourcesOf[index],
        }),
      })),
    );
    const reviews = all.map(({ review }) => review);
    if (action === 'reviewed') return reportDecisions(reviews, scope);
    if (forge === undefined) {
      process.stdout.write(
        `${print(all, { commit, report: options.report, read, placesInCode: base?.placesInCode }).trimEnd()}\n`,
      );
    } else {
      const place = { commit, longest: forge.longest, report: options.report };
      const notes = options.oneNote ? commonNotes(reviews, place) : reviews.flatMap((one) => stackNotes(one, place));
      console.log(formatPosted(await post(forge.notes, notes, scope)));
    }
    const reasons = reasonsIn(reviews);
    if (reasons.length === 0) return;
    console.error(`✗ ${reasons.join(', ')} (${condition})`);
    process.exitCode = 2;

    async function plansOf(): Promise<readonly ReadPlan[] | undefined> {
      if (plan.length > 0 && options.base !== undefined)
        throw new Error('--plan and --base cannot be combined; review either a plan or the difference from a commit');
      if (options.stack !== undefined && plan.length === 0) throw new Error('--stack requires --plan FILE');
      if (plan.length > 0) return planFiles(plan, { read, stacks: options.stack, environment: options.env });
      if (options.base === undefined)
        throw new Error(`nothing to review: expected a plan file or --base REF (${name} --help)`);
      return (base ?? synthesizedBy(options)).plansSince(options.base, options.env);
    }
  });
}

interface FailureOptions {
  readonly failOn: string;
  readonly policy?: string | undefined;
}

/** Returns a function that lists the reasons to fail, and the option that sets them. */
function failureOf({ failOn, policy: file }: FailureOptions, policy: ReviewPolicy | undefined) {
  const reasonsIn = chosenIn('fail-on', failOn, failures);
  if (policy === undefined) return { reasonsIn, condition: `--fail-on ${failOn}` };
  if (failOn !== 'never')
    throw new Error('--fail-on and --policy cannot be combined; the policy determines which dangers fail');
  return { reasonsIn: (reviews: readonly Review[]) => blockedIn(policy, reviews), condition: `--policy ${file}` };
}

/** Returns the notes of the merge request or pull request of this pipeline. @throws Error that lists missing variables */
const forgeOf = (environment: NodeJS.ProcessEnv) =>
  isOnGitHub(environment)
    ? { notes: commentsOf(pullRequestOf(environment)), longest: longestNote.github }
    : { notes: notesOf(mergeRequestOf(environment)), longest: longestNote.gitlab };

/** Prints a warning on standard error, because standard output contains only the review. */
function warn(line: string | undefined): void {
  if (line !== undefined) console.error(visibleLine(line));
}

const plansIn = (all: readonly ReadPlan[]): readonly Plan[] => all.map(({ plan }) => plan);

interface SynthesisOptions {
  readonly synth?: string | undefined;
  readonly stacks?: string | undefined;
}

/** Returns functions that compare the project in the current folder with a commit. @throws Error if `--synth` is missing */
function synthesizedBy({ synth, stacks = 'cdktf.out' }: SynthesisOptions): Pick<BaseComparison, 'plansSince'> {
  if (synth === undefined)
    throw new Error('--base needs --synth COMMAND, which writes the stacks, for example --synth "npx cdktf synth"');
  const synthesis = { command: synth, outdir: stacks };
  return {
    plansSince: (commit, environment) =>
      plansSince(commit, { root: process.cwd(), synthesis, environment, progress: createProgress(process.stderr) }),
  };
}

const formatPosted = ({ created, updated, removed }: NoteCounts) =>
  `notes: ${created} written, ${updated} updated, ${removed} removed`;
