import { whyNoQueries } from '@himeshima/local-aws/athena';
import { whereInstalled } from '../real-clients/optional-client';

/** Declares tests for archive queries. They are skipped if they would run locally but DuckDB is not installed. */
export function whereQueriesRun(name: string, tests: () => void): void {
  whereInstalled(name, process.env['E2E_TARGET'] === undefined ? whyNoQueries() : undefined, tests);
}
