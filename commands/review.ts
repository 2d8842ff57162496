import { codeOf, createProgress, onSignal, runCommand } from '@himeshima/cli';
import { type BaseComparison, type ReadPlan, reviewCommand } from '@himeshima/plan-review/cli';
import { environments } from '../config/environments';
import { stacksOf } from '../config/names';
import { knownMetrics } from '../monitors/catalogue';
import { projectFolder } from './platform/project-folder';
import { acceptedIn } from './review-inputs/applicable-acceptances';
import { placesInCode } from './review-inputs/code-locations';

const base: BaseComparison = {
  placesInCode,
  async plansSince(commit, environment = 'dev') {
    // load this module on demand, because reviews of plan files do not need it
    const { plansSince } = await import('./review-inputs/plans-since-base.js');
    const progress = createProgress(process.stderr);
    try {
      return await plansSince(commit, { root: projectFolder(), environment, progress });
    } finally {
      progress.clear();
    }
  },
};

/** Returns a cost estimator, which is loaded only if a billed resource of our stacks changes. */
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
void runCommand(reviewCommand({ name: 'npm run review --', base, metrics: knownMetrics, acceptedIn, costing }));
