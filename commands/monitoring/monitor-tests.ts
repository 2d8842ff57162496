import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundleTests, recordTests } from '@himeshima/datadog-monitors/cli';
import { equivalentMutants } from '../../monitors/equivalent-mutants';

/**
 * Returns the tests of this platform's monitors, and the monitor mutants that are declared equivalent.
 * @param root folder of the project
 */
export const mutationOf = (root: string) => ({
  tests: readdirSync(join(root, 'monitors'))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(root, 'monitors', name)),
  root,
  equivalent: equivalentMutants,
  equivalentFile: 'monitors/equivalent-mutants.ts',
});

/** Runs the tests of this platform's monitors once. @param root folder of the project */
export async function recordedTests(root: string) {
  const files = await bundleTests(mutationOf(root).tests, root);
  return { files, recorded: await recordTests(files) };
}
