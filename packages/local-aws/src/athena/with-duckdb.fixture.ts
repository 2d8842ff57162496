import { whyNoQueries } from './duckdb';

const missing = whyNoQueries();

/**
 * Declares tests that require the optional package DuckDB. If DuckDB is not installed, declares a single test instead,
 * with the reason in its title.
 */
export function withDuckdb(name: string, tests: () => void): void {
  if (missing === undefined) describe(name, tests);
  else test(`${name}: NOT RUN, ${missing}`, () => expect(missing).toContain('npm install @duckdb/node-api'));
}
