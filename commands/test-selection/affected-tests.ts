import { type Repository, reachedBy, reverseEdges, sourceGraph } from './source-graph';

/** Files that can affect every test. */
const everyTest: ReadonlySet<string> = new Set([
  'jest.config.cjs',
  'package-lock.json',
  'package.json',
  'tests/longest-first.cjs',
  'tests/shared-worker.cjs',
  'tsconfig.json',
]);

/** Tests that a change can break. */
export interface AffectedTests {
  readonly tests: readonly string[];
  /** Changed files that no test reads or imports, directly or indirectly. */
  readonly untested: readonly string[];
}

/** Returns the tests that depend on changed files. @param changed paths relative to the repository's folder */
export function affectedTests(repository: Repository, changed: readonly string[]): AffectedTests {
  const tests = [...repository.files].filter((file) => file.endsWith('.test.ts')).sort();
  if (changed.some((file) => everyTest.has(file))) return { tests, untested: [] };
  const dependents = reverseEdges(sourceGraph(repository));
  const affectedBy = (files: readonly string[]) => {
    const reached = reachedBy(files, dependents);
    return tests.filter((test) => reached.has(test));
  };
  return { tests: affectedBy(changed), untested: changed.filter((file) => affectedBy([file]).length === 0) };
}
