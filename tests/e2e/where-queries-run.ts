import { whyNoQueries } from '@himeshima/local-aws/athena';
import { whereInstalled } from '../real-clients/optional-client';

/** Declares tests of archive queries. The local runtime needs DuckDB for them; an account does not. */
export function whereQueriesRun(name: string, tests: () => void): void {
  whereInstalled(name, process.env['E2E_TARGET'] === undefined ? whyNoQueries() : undefined, tests);
}
