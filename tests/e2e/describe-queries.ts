import { missingDuckdbReason } from '@himeshima/local-aws/athena';
import { describeIfInstalled } from '../real-clients/optional-client';

/** Declares tests for archive queries. They are skipped if they would run locally but DuckDB is not installed. */
export function describeQueries(name: string, tests: () => void): void {
  describeIfInstalled(name, process.env['E2E_TARGET'] === undefined ? missingDuckdbReason() : undefined, tests);
}
