import type { Answer } from './run-query';

const cell = (value: string | undefined) => (value === undefined ? '' : `"${value.replaceAll('"', '""')}"`);

/**
 * Formats a result as Athena writes it to S3: every value in quotes, except null. Athena user guide, "Query result
 * files".
 */
export const csvOf = ({ columns, rows }: Answer): string =>
  [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
