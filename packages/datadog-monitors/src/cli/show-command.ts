import { createCommand, printJson, terminalWidth, wrapToColumns } from '@himeshima/cli';
import { describeMonitor } from '../prose/describe';
import { QueryError } from '../query/query-error';
import type { MonitorSource, NamedMonitor } from './monitor-source';

/** Creates the command that describes monitors in plain sentences. */
export const showCommand = (name: string) =>
  createCommand('show', {
    summary: 'Describes monitors in plain sentences.',
    example: `${name} show high_error_rate --file monitors.json`,
  }).option('--json', 'print JSON');

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

/** Describes a monitor; if its query is invalid, returns the reason instead. */
function sentencesOf(definition: Definition, catalogue: MonitorSource['catalogue']): readonly string[] {
  try {
    return describeMonitor(definition, catalogue).map(({ text }) => text);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [`The query is invalid: column ${error.column}: ${error.message}.`];
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
