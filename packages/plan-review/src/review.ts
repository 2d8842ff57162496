import {
  type Acceptances,
  type AcceptedDanger,
  type DangerAcceptance,
  sortDangers,
} from './acceptance/accepted-danger';
import { type UnusedAcceptance, unusedAcceptances } from './acceptance/unused-acceptance';
import { type Backtest, type BacktestReview, backtestReview } from './backtest-review';
import { type ChangedFindings, changedFindings } from './changed-findings';
import { changedOutputs } from './changed-outputs';
import type { Line } from './changes/changed-text';
import { type OmittedValue, omittedValuesIn } from './changes/omitted-values';
import { happens, type Slice, slicesOf } from './changes/slices';
import type { Acceptance } from './checks/acceptance';
import { creationSummary, openQuestions } from './creation-summary';
import { type Drift, driftIn, type KeptDrift, keptDriftIn } from './drift';
import { openingOf } from './headline';
import { type ModuleMove, movesWithBlock } from './module-moves';
import { monitorsIn } from './monitors/changed-monitors';
import { describeMonitorChange, type MonitorDescription } from './monitors/describe-monitor-change';
import { followingDashboards } from './monitors/following-dashboards';
import { unknownInNew } from './new-resources/unknown-in-new';
import type { Phrase } from './phrase';
import type { Action, CheckProblem, DeferredResource, Dependent, Plan } from './plan/plan';
import { type Rename, renamesIn } from './renames';
import type { PreventedDanger } from './rules/guards';
import type { Danger } from './rules/rule';
import { dangersIn, keptDangersIn, preventedIn } from './rules/rules';
import type { SourceLine } from './sources/source-location';
import { type UnjudgedChange, unjudgedIn } from './unjudged-changes';
import { type Verdict, verdictOf } from './verdict';

/** Review of one plan, with fields in reading order. Contains no secrets. */
export interface Review {
  readonly stack: string;
  readonly environment: string | undefined;
  readonly basis: Plan['basis'];
  /** The worst dangers, or the changes of a plan without dangers. */
  readonly headline: Phrase;
  /** The changes that the headline does not describe. Empty without dangers. */
  readonly summary: Phrase;
  readonly verdict: Verdict;
  /** Reason why the plan cannot be applied. Undefined if it can be applied. */
  readonly broken: string | undefined;
  readonly complete: boolean;
  /** Costs of the stack. Undefined without an estimate. */
  readonly costs: Costs | NoEstimate | undefined;
  readonly counts: Readonly<Record<Exclude<Action, 'no-op'>, number>>;
  readonly dangers: readonly Danger[];
  /** Dangers that are prevented by settings of other resources. They do not affect the verdict. */
  readonly prevented: readonly PreventedDanger[];
  /** Accepted dangers, which do not affect the verdict. */
  readonly accepted: readonly AcceptedDanger[];
  /** Expired acceptances of dangers in this plan. */
  readonly expired: readonly DangerAcceptance[];
  /** Acceptances that match dangers in this plan, but that the policy does not allow. */
  readonly disallowed: readonly DangerAcceptance[];
  /** Acceptances that match no danger in this plan. */
  readonly unused: readonly UnusedAcceptance[];
  /** Changes that no rule has judged. */
  readonly unjudged: readonly UnjudgedChange[];
  /** Facts about the new resources. */
  readonly creation: readonly Phrase[];
  /** Number of attributes of new resources that are known only after apply. */
  readonly unknownInNew: readonly Phrase[];
  /** Changed monitors, the most urgent first. */
  readonly monitors: readonly MonitorDescription[];
  /** Alerts of the old and new definitions over past metrics. Undefined without a backtest. */
  readonly backtest: BacktestReview | undefined;
  readonly slices: readonly Slice[];
  /** Changed values that the review does not describe. */
  readonly omitted: readonly OmittedValue[];
  /** Values that were changed outside Terraform, and that the plan keeps. */
  readonly kept: readonly KeptDrift[];
  /** Resources that change only through references. Known only in a comparison of commits without a plan. */
  readonly dependents: readonly Dependent[];
  /** Modules that were moved without a `moved` block. */
  readonly moves: readonly ModuleMove[];
  /** Possible renames outside these modules. */
  readonly renames: readonly Rename[];
  readonly drift: readonly Drift[];
  /** Dangers that changes outside Terraform caused, and that the plan keeps. */
  readonly keptDangers: readonly Danger[];
  readonly findings: ChangedFindings;
  /** Provider actions that the apply triggers. */
  readonly invoked: readonly string[];
  readonly failedChecks: readonly string[];
  /** Messages of failed checks. */
  readonly checkProblems: readonly CheckProblem[];
  /** Names of the checks whose results are known only after apply. */
  readonly unknownChecks: readonly string[];
  readonly deferred: readonly DeferredResource[];
  readonly outputs: readonly string[];
  /** Values of the outputs that the plan changes or removes. */
  readonly outputValues: readonly Line[];
  /** Names of the outputs that the plan adds. */
  readonly addedOutputs: readonly string[];
  /** Names of the outputs that the plan removes. */
  readonly removedOutputs: readonly string[];
  /** All affected addresses, without duplicates. */
  readonly addresses: readonly AffectedAddress[];
}

export interface AffectedAddress {
  readonly address: string;
  readonly action: string;
  /** Line of code that declares the resource. Undefined if the line is unknown. */
  readonly source: SourceLine | undefined;
}

/** Change in the monthly bill. */
export interface Costs {
  /** Additional cost in USD per month. */
  readonly monthly: number;
  /** Assumed fleet: `100 devices at 1/min`. */
  readonly fleet: string;
  /** Region and date of the prices: `ap-northeast-1, 2026-09-23`. */
  readonly prices: string;
  /** Number of added resources with an unknown price. */
  readonly unknown: number;
}

/** Reason why the costs of a stack could not be estimated. */
export interface NoEstimate {
  readonly notEstimated: string;
}

interface Context {
  /** Backtests of the changed monitors over past metrics. */
  readonly backtest?: Backtest | undefined;
  /** Accepted findings, which the review does not report. */
  readonly accepted?: readonly Acceptance[];
  /** Acceptances of dangers. The review lists accepted dangers separately. */
  readonly acceptedDangers?: Acceptances;
  readonly costs?: Costs | NoEstimate | undefined;
  /** Returns the line of code that declares a resource. Undefined if the line is unknown. */
  readonly sourceOf?: ((address: string) => SourceLine | undefined) | undefined;
}

/** Returns the review of a plan. */
export function reviewOf(plan: Plan, context: Context = {}): Review {
  const { backtest, accepted = [], costs, acceptedDangers = { acceptances: [], today: '' } } = context;
  const all = dangersIn(plan);
  const { open: dangers, ...decided } = sortDangers(all, acceptedDangers);
  const findings = changedFindings(plan, accepted);
  const prevented = preventedIn(plan);
  const keptDangers = keptDangersIn(plan);
  const kept = keptDriftIn(plan);
  const found = [...all, ...prevented.map(({ danger }) => danger)];
  const unjudged = unjudgedIn(
    plan,
    [...dangers, ...prevented.map(({ danger }) => danger)],
    decided.accepted.map(({ danger }) => danger),
  );
  const unjudgedCount = unjudged.length + plan.invoked.length + plan.deferred.length;
  const moves = movesWithBlock(plan);
  const addresses = addressesOf(plan, context.sourceOf);
  const following = followingDashboards(plan);
  const monitors = monitorsIn(plan)
    .flatMap((changed) => {
      const dashboards = following.filter(({ of }) => of.includes(changed.change.address));
      return describeMonitorChange(changed, { dashboards: dashboards.map(({ address }) => address) }) ?? [];
    })
    .sort((a, b) => a.rank - b.rank || Number(b.action === 'deleted') - Number(a.action === 'deleted'));
  return {
    stack: plan.stack,
    environment: plan.environment,
    basis: plan.basis,
    ...openingOf(plan, { dangers, added: findings.added, unjudged: unjudgedCount, keptDangers, kept }),
    verdict: verdictOf({
      broken: plan.broken,
      dangers,
      unjudged: unjudgedCount,
      findings:
        findings.added.length +
        plan.failedChecks.length +
        keptDangers.length +
        openQuestions(plan, dangers) +
        (plan.newerFormat === undefined ? 0 : 1),
      changes: addresses.length + plan.dependents.length + plan.outputs.length > 0,
    }),
    broken: plan.broken,
    costs,
    complete: plan.complete,
    counts: countsOf(plan),
    dangers,
    prevented,
    ...decided,
    unused: unusedAcceptances(found, acceptedDangers),
    unjudged,
    creation: creationSummary(plan, dangers),
    unknownInNew: unknownInNew(plan),
    monitors,
    backtest: backtestReview(plan, backtest),
    slices: slicesOf(
      plan,
      new Set([...monitors, ...following].map(({ address }) => address)),
      new Set(dangers.map(({ address }) => address)),
    ),
    omitted: omittedValuesIn(plan),
    kept,
    dependents: plan.dependents,
    moves: moves.map(({ pairs: _, hasBlock: _block, ...move }) => move),
    renames: renamesIn(plan, moves),
    drift: driftIn(plan),
    keptDangers,
    findings,
    invoked: plan.invoked,
    failedChecks: plan.failedChecks,
    checkProblems: plan.checkProblems,
    unknownChecks: plan.unknownChecks,
    deferred: plan.deferred,
    outputs: plan.outputs,
    outputValues: changedOutputs(plan),
    addedOutputs: plan.addedOutputs,
    removedOutputs: plan.removedOutputs,
    addresses,
  };
}

/** Returns whether applying the plan does nothing. The review may still report drift or findings. */
export const doesNothing = ({ addresses, outputs, invoked, deferred, dangers, broken, complete }: Review): boolean =>
  [addresses, outputs, invoked, deferred, dangers].every(({ length }) => length === 0) &&
  broken === undefined &&
  complete;

function countsOf({ changes }: Plan): Review['counts'] {
  const counts = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, read: 0 };
  for (const { action } of changes) if (action !== 'no-op') counts[action] += 1;
  return counts;
}

function addressesOf({ changes }: Plan, sourceOf: Context['sourceOf']): Review['addresses'] {
  return changes
    .filter(happens)
    .map(({ address, deposed, action, leavesOld, importing, previousAddress }) => ({
      address: deposed === undefined ? address : `${address} (deposed ${deposed})`,
      action: [
        ...(action === 'no-op' ? [] : [action]),
        ...(leavesOld ? ['forget'] : []),
        ...(importing ? ['import'] : []),
        ...(previousAddress === undefined ? [] : ['move']),
      ].join(', '),
      source: sourceOf?.(address),
    }))
    .sort((a, b) => (a.address < b.address ? -1 : Number(a.address > b.address)));
}
