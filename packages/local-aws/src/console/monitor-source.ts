import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { MonitorDefinition } from '@himeshima/datadog-monitors';
import { editEntry } from './monitor-entry';
import { unifiedDiff } from './unified-diff';

interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** Reads the TypeScript files in the folder `monitors`, if the project has one. */
function filesIn(project: string): readonly SourceFile[] {
  const folder = join(project, 'monitors');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const file = join(folder, name);
      return { file: relative(project, file), text: readFileSync(file, 'utf8') };
    });
}

/** Entry of a monitor in the project's source. */
export interface MonitorSource {
  readonly place: string;
  /** Returns the unified diff that changes the entry; undefined if the values cannot be found in it. */
  diff(before: MonitorDefinition, after: MonitorDefinition): string | undefined;
  /** Test files that mention the monitor. */
  readonly tests: readonly string[];
}

const camelCase = (id: string) => id.replace(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase());

/** Returns the line with the first match, counted from 1; undefined if the text does not match. */
function lineOf(text: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(text);
  return found === null ? undefined : text.slice(0, found.index).split('\n').length;
}

/**
 * Finds a monitor's entry by its ID in `monitors/`, or by the place that synthesis has recorded. Returns undefined if no file contains
 * the entry.
 * @param recorded file and line of the call that declares the monitor: `monitors/lambda.ts:12`
 */
export function findMonitorSource(project: string, id: string, recorded?: string): MonitorSource | undefined {
  const files = filesIn(project);
  const isTest = ({ file }: SourceFile) => file.endsWith('.test.ts');
  const entry = new RegExp(`\\bid: ['"]${id.replace(/[^\w]/g, '\\$&')}['"]`);
  const [path, line] = recorded?.split(':') ?? [];
  const found = files
    .filter((file) => !isTest(file))
    .map((file) => ({ ...file, line: lineOf(file.text, entry) ?? (file.file === path ? Number(line) : undefined) }))
    .find((file) => file.line !== undefined);
  if (found === undefined) return undefined;
  const mention = new RegExp(`\\b(?:${camelCase(id)}|${id})\\b`);
  return {
    place: `${found.file}:${found.line}`,
    tests: files.filter((file) => isTest(file) && mention.test(file.text)).map(({ file }) => file),
    diff(before, after) {
      const edited = editEntry(found.text, { id, line: found.line }, { before, after });
      if (edited === undefined) return undefined;
      const { evaluationDelaySeconds } = edited.hasDelay ? before : after;
      const delay = definitionDiff(before, { ...before, evaluationDelaySeconds });
      return `${unifiedDiff(found.file, found.text, edited.text)}${delay}`;
    },
  };
}

/** Returns the differences between two definitions as a diff of their JSON. */
export function definitionDiff(before: MonitorDefinition, after: MonitorDefinition): string {
  const shown = ({ query, thresholds, evaluationDelaySeconds }: MonitorDefinition) =>
    JSON.stringify({ query, thresholds, evaluation_delay: evaluationDelaySeconds }, null, 2).split('\n');
  const [was, is] = [shown(before), shown(after)];
  const changes = [
    ...was.filter((line) => !is.includes(line)).map((line) => `-${line}`),
    ...is.filter((line) => !was.includes(line)).map((line) => `+${line}`),
  ];
  return changes.length === 0 ? '' : ['--- current', '+++ changed', ...changes, ''].join('\n');
}
