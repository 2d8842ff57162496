import { codeOf, createProgress, onSignal, runCommand } from '@himeshima/cli';
import { type BaseComparison, type ReadPlan, reviewCommand } from '@himeshima/plan-review/cli';
import { environments } from '../config/environments';
import { stacksOf } from '../config/names';
import { knownMetrics } from '../monitors/authoring/catalogue';
import { acceptedIn } from './reviewing/accepted-in';
import { placesInCode } from './reviewing/places-in-code';
import { projectFolder } from './running/project-folder';

const base: BaseComparison = {
  placesInCode,
  async plansSince(commit, environment = 'dev') {
    // loaded on demand: a plan needs none of it
    const { plansSince } = await import('./reviewing/plans-since.js');
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
  return isBilled ? (await import('./costing/plan-cost.js')).costsOf : () => undefined;
}

onSignal((signal) => process.exit(codeOf(signal)));
void runCommand(reviewCommand({ name: 'npm run review --', base, metrics: knownMetrics, acceptedIn, costing }));
