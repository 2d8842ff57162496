import { whyNoQueries } from './duckdb';

const missing = whyNoQueries();

/**
 * Tests that ask DuckDB, which is no part of `npm ci`. Where it is not installed their title says that they were not run,
 * and why; `.ci/run` installs it.
 */
export function withDuckdb(name: string, tests: () => void): void {
  if (missing === undefined) describe(name, tests);
  else test(`${name}: NOT RUN, ${missing}`, () => expect(missing).toContain('npm install --no-save @duckdb/node-api@'));
}
