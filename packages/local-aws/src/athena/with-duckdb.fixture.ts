import { whyNoQueries } from './duckdb';

const missing = whyNoQueries();

/**
 * Declares tests that need the optional package DuckDB. If DuckDB is not installed, a single test whose title contains
 * the reason replaces these tests.
 */
export function withDuckdb(name: string, tests: () => void): void {
  if (missing === undefined) describe(name, tests);
  else test(`${name}: NOT RUN, ${missing}`, () => expect(missing).toContain('npm install @duckdb/node-api'));
}
