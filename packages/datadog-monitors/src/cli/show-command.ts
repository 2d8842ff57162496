import { createCommand, printJson, terminalWidth, wrapToColumns } from '@himeshima/cli';
import { describeMonitor } from '../prose/describe';
import { QueryError } from '../query/error';
import type { MonitorSource, NamedMonitor } from './monitor-source';

/** The command that describes monitors in sentences. */
export const showCommand = (name: string) =>
  createCommand('show', {
    summary: 'Describes monitors in plain sentences.',
    example: `${name} show high_error_rate --file monitors.json`,
  }).option('--json', 'for programs');

export function show(monitors: readonly NamedMonitor[], { catalogue }: MonitorSource, json: boolean): void {
  const shown = monitors.map(({ id, definition }) => ({
    id,
    name: definition.name,
    type: definition.type,
    query: definition.query,
    means: sentencesOf(definition, catalogue),
  }));
  if (json) printJson(shown);
  else console.log(shown.map(formatted).join('\n\n'));
}

type Definition = NamedMonitor['definition'];

/** A query that cannot be read is described by the reason. */
function sentencesOf(definition: Definition, catalogue: MonitorSource['catalogue']): readonly string[] {
  try {
    return describeMonitor(definition, catalogue).map(({ text }) => text);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [`The query cannot be read: column ${error.column}: ${error.message}.`];
  }
}

const formatted = ({
  id,
  name,
  query,
  means,
}: Record<'id' | 'name' | 'query', string> & { means: readonly string[] }) =>
  [
    `${name}   ${id}`,
    ...wrapToColumns(means.join(' '), Math.min(100, terminalWidth() ?? 100) - 2).map((line) => `  ${line}`),
    `  query     ${query}`,
  ].join('\n');
