import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { MonitorDefinition } from '@himeshima/datadog-monitors';

interface SourceFile {
  readonly file: string;
  readonly lines: readonly string[];
}

const linesAround = 3;

/** Reads the TypeScript files in the folder `monitors`, if the project has one. */
function filesIn(project: string): readonly SourceFile[] {
  const folder = join(project, 'monitors');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const file = join(folder, name);
      return { file: relative(project, file), lines: readFileSync(file, 'utf8').split('\n') };
    });
}

/** Entry of a monitor in the project's source. */
export interface MonitorSource {
  readonly place: string;
  /** Returns the unified diff that changes the entry's query; undefined if the source builds the query from parts. */
  diff(before: MonitorDefinition, after: MonitorDefinition): string | undefined;
  /** Test files that mention the monitor. */
  readonly tests: readonly string[];
}

const camelCase = (id: string) => id.replace(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase());

/** Finds a monitor's entry by its ID in `monitors/`. Returns undefined if no file contains the ID. */
export function findMonitorSource(project: string, id: string): MonitorSource | undefined {
  const files = filesIn(project);
  const isTest = ({ file }: SourceFile) => file.endsWith('.test.ts');
  const entry = new RegExp(`\\bid: ['"]${id.replace(/[^\w]/g, '\\$&')}['"]`);
  const found = files
    .filter((file) => !isTest(file))
    .map((file) => ({ ...file, at: file.lines.findIndex((line) => entry.test(line)) }))
    .find(({ at }) => at >= 0);
  if (found === undefined) return undefined;
  const mention = new RegExp(`\\b(?:${camelCase(id)}|${id})\\b`);
  return {
    place: `${found.file}:${found.at + 1}`,
    tests: files
      .filter((file) => isTest(file) && file.lines.some((line) => mention.test(line)))
      .map(({ file }) => file),
    diff(before, after) {
      const at = found.lines.findIndex((line, index) => index >= found.at && line.includes(before.query));
      const line = found.lines[at];
      if (line === undefined || before.query === after.query) return undefined;
      return unifiedDiff(
        found,
        at,
        line.replace(before.query, () => after.query),
      );
    },
  };
}

/** Returns the unified diff that replaces one line. */
function unifiedDiff({ file, lines }: SourceFile, at: number, changed: string): string {
  const first = Math.max(0, at - linesAround);
  const last = Math.min(lines.length - 1, at + linesAround);
  const context = (from: number, to: number) => lines.slice(from, to).map((line) => ` ${line}`);
  const count = last - first + 1;
  return [
    `--- a/${file}`,
    `+++ b/${file}`,
    `@@ -${first + 1},${count} +${first + 1},${count} @@`,
    ...context(first, at),
    `-${lines[at]}`,
    `+${changed}`,
    ...context(at + 1, last + 1),
    '',
  ].join('\n');
}

/** Returns the differences of two definitions as a diff of their JSON. */
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
