import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundleSharedTests, bundleTests, type RecordedTest, recordTests } from '@himeshima/datadog-monitors/cli';
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
export const recordedTests = async (root: string): Promise<readonly RecordedTest[]> =>
  recordTests(await bundleSharedTests(mutationOf(root).tests, root));

/** Bundles the files of tests, so that they can be run with mutants. @param root folder of the project */
export const filesOf = (tests: readonly RecordedTest[], root: string) =>
  bundleTests(
    [...new Set(tests.map(({ file }) => file))].map((file) => join(root, file)),
    root,
  );
