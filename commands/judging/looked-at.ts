import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config/environment';
import { stacksOf } from '../../config/names';
import { readStack } from '../../lib/terraform';
import { findingsIn } from '../../review/checks/findings';
import type { LookedAt } from '../../review/checks/judged';
import { resourcesOfStack } from '../../review/checks/resources-of-stack';
import { planFile } from '../reviewing/plan-file';

/** The stacks of environments, as they lie in a folder of synthesized ones. */
export function stacksIn(outdir: string, environments: readonly Environment[]): readonly LookedAt[] {
  return environments.flatMap(stacksOf).map((stack) => {
    const json: unknown = JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
    // that is where a stack is declared; which line made a resource the JSON does not say
    return { stack, path: 'main.ts', findings: findingsIn(resourcesOfStack(readStack(json))) };
  });
}

/** What there is once a plan is applied. @throws Error that says what the file is in place of a plan */
export function plannedIn(file: string): LookedAt {
  const { stack, findings } = planFile(file, readFileSync);
  return { stack, path: file, findings: findings.after };
}
