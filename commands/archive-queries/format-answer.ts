import stringWidth from 'string-width';
import type { Answer } from './run-query';

const numeric = new Set(['bigint', 'double', 'integer']);

/** Returns the rows of a query result as objects, with numeric columns as numbers. */
export const answerObjects = ({ columns, rows }: Answer): readonly Readonly<Record<string, string | number | null>>[] =>
  rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, type }, index) => {
        const value = row[index];
        return [name, value === undefined ? null : numeric.has(type) ? Number(value) : value];
      }),
    ),
  );

/** Formats a query result as a text table with one line per row and right-aligned numbers. */
export function formatTable({ columns, rows }: Answer): string {
  const texts = [columns.map(({ name }) => name), ...rows.map((row) => row.map((value) => value ?? ''))];
  const widths = columns.map((_, index) => Math.max(...texts.map((row) => stringWidth(row[index] ?? ''))));
  return texts
    .map((row) =>
      row
        .map((text, index) => {
          const gap = ' '.repeat((widths[index] ?? 0) - stringWidth(text));
          return numeric.has(columns[index]?.type ?? '') ? gap + text : text + gap;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
