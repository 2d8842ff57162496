import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckedStack, findingsIn, resourcesOfStack } from '@himeshima/plan-review';
import type { ReadPlan } from '@himeshima/plan-review/cli';
import { readStack } from '@himeshima/terraform-json';
import type { Environment } from '../../config/environment';
import { stacksOf } from '../../config/names';
import { acceptedIn } from '../review-inputs/applicable-acceptances';

/** Loads the stacks of environments from a folder of synthesized stacks, with their findings. */
export function loadSynthesizedStacks(outdir: string, environments: readonly Environment[]): readonly CheckedStack[] {
  return environments.flatMap(stacksOf).map((stack) => {
    const path = join(outdir, 'stacks', stack, 'cdk.tf.json');
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return { stack, path, findings: findingsIn(resourcesOfStack(readStack(json))) };
  });
}

/** Returns the stacks as they will be once plans are applied. */
export function loadPlans(plans: readonly ReadPlan[]): readonly CheckedStack[] {
  return plans.map(({ file, plan }) => ({
    stack: plan.stack,
    path: file,
    acceptances: acceptedIn(plan),
    findings: plan.findings.after,
    unread: plan.unread,
  }));
}
