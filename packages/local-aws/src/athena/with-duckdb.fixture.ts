import { whyNoQueries } from './duckdb';

const missing = whyNoQueries();

/** Tests that ask DuckDB, an optional package. Where it is not installed their title says that they were not run, and why. */
export function withDuckdb(name: string, tests: () => void): void {
  if (missing === undefined) describe(name, tests);
  else test(`${name}: NOT RUN, ${missing}`, () => expect(missing).toContain('npm install @duckdb/node-api'));
}
