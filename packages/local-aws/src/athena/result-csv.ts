import type { Answer } from './run-query';

const cell = (value: string | undefined) => (value === undefined ? '' : `"${value.replaceAll('"', '""')}"`);

/**
 * Formats a result as the CSV that Athena writes to S3, in which every value except null is quoted. Source: Athena user
 * guide, "Query result files".
 */
export const csvOf = ({ columns, rows }: Answer): string =>
  [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
