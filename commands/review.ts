import { codeOf, createProgress, onSignal, runCommand } from '@himeshima/cli';
import { type BaseComparison, plansSince, type ReadPlan, reviewCommand } from '@himeshima/plan-review/cli';
import { environmentNamed, environments } from '../config/environments';
import { stacksOf } from '../config/names';
import { knownMetrics } from '../monitors/catalogue';
import { projectFolder } from './platform/project-folder';
import { acceptedIn } from './review-inputs/applicable-acceptances';
import { placesInCode } from './review-inputs/code-locations';
import { commitCache, commitSynthesis, treeSynthesis } from './review-inputs/own-synthesis';

const base: BaseComparison = {
  placesInCode,
  plansSince(commit, environment = 'dev') {
    const root = projectFolder();
    return plansSince(commit, {
      root,
      stacks: stacksOf(environmentNamed(environment)),
      environment,
      synthesis: commitSynthesis,
      treeSynthesis,
      cache: commitCache(root),
      progress: createProgress(process.stderr),
    });
  },
};

/** Returns a cost estimator, which is loaded only if a billed resource in our stacks changes. */
async function costing(plans: readonly ReadPlan[]) {
  const ours = environments.flatMap(stacksOf);
  const isBilled = plans.some(
    ({ plan }) =>
      ours.includes(plan.stack) &&
      plan.changes.some(({ action, type }) => action !== 'no-op' && type.startsWith('aws_')),
  );
  return isBilled ? (await import('./cost-estimate/plan-cost.js')).costsOf : () => undefined;
}

onSignal((signal) => process.exit(codeOf(signal)));
void runCommand(
  reviewCommand({
    name: 'npm run review --',
    base,
    timeZone: 'Asia/Tokyo',
    metrics: knownMetrics,
    acceptedIn,
    costing,
  }),
);
