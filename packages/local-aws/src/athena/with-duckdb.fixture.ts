import { missingDuckdbReason } from './duckdb';

const missing = missingDuckdbReason();

/**
 * Declares tests that require the optional package DuckDB. Without DuckDB, declares a single test whose title contains
 * the reason.
 */
export function withDuckdb(name: string, tests: () => void): void {
  if (missing === undefined) describe(name, tests);
  else test(`${name}: NOT RUN, ${missing}`, () => expect(missing).toContain('npm install @duckdb/node-api'));
}
