import { columnsOf } from '@himeshima/cli';
import type { RefusedProblem } from '../stack/refusal';

const maximumColumns = 100;
const indent = '    ';

/**
 * Formats validation errors: location of the call, subject, and the invalid text with a caret below it. An error that
 * occurs in several environments is printed once.
 */
export function printProblems(problems: readonly RefusedProblem[], command = 'synth'): string {
  const environments = new Map<string, string[]>();
  for (const problem of problems) {
    const text = printProblem(problem);
    environments.set(text, [...(environments.get(text) ?? []), problem.environment]);
  }
  return [...environments].map(([text, names]) => `✗ ${command} ${names.join(', ')}: ${text}`).join('\n');
}

function printProblem({ place, subject, message, at }: RefusedProblem): string {
  if (!at) return `${place} ${subject}: ${message}`;
  const { text, caret } = excerpt(at.text.split('\n')[at.line - 1] ?? '', at.column - 1);
  const lines = at.text.includes('\n') || subject.startsWith('rule ') ? `line ${at.line}, ` : '';
  return [
    `${place} ${subject}, ${lines}column ${at.column}: ${message}`,
    `${indent}${text}`,
    `${indent}${' '.repeat(caret)}^`,
  ].join('\n');
}

/** Returns an excerpt of a line around a column (counted from 0), and the column's position in the excerpt. */
function excerpt(line: string, column: number): { readonly text: string; readonly caret: number } {
  const from = column < maximumColumns - 20 ? 0 : column - 60;
  const before = from > 0 ? '… ' : '';
  const after = line.length > from + maximumColumns ? ' …' : '';
  const text = line.slice(from, from + maximumColumns).replaceAll('\t', ' ');
  return { text: before + text + after, caret: columnsOf(before + text.slice(0, column - from)) };
}
