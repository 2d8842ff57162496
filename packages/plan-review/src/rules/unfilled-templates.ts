import { anotherSecret, secret } from '../masking/mask';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { textAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Matches the name of a value in a template, which Terraform should have filled in: `${project_name}`. */
const gaps = /(?<!\$)\$\{([a-z][a-z0-9_]{0,60})\}/g;

/** Maximum length of a line to compare, so that a hostile text cannot make the pattern slow. */
const longest = 1_000;

/** Matches paths of files for people, in which names of values make no sense, unlike in scripts and configuration. */
const forPeople = /\.(?:adoc|html?|markdown|md|rst|txt)$/i;

/** Attributes with texts for people. Source: Terraform Registry */
const textOf = byType<{ readonly attribute: string; readonly path?: string }>({
  datadog_monitor: { attribute: 'message' },
  github_issue: { attribute: 'body' },
  github_repository_file: { attribute: 'content', path: 'file' },
  gitlab_repository_file: { attribute: 'content', path: 'file_path' },
});

/** Reports texts for people that contain the name of a value where they contained the value before. */
export const unfilledTemplates: Rule = (plan) =>
  changesOf(plan, 'update', 'replace').flatMap(({ type, address, before, after }): Danger[] => {
    const { attribute = '', path } = textOf(type) ?? {};
    const [old, text] = [before, after].map((values) => textAt(values, [attribute]));
    if (old === undefined || text === undefined || (path !== undefined && !forPeople.test(textAt(after, [path]) ?? '')))
      return [];
    const found = gapIn(text.split('\n'), old.split('\n'));
    if (found === undefined) return [];
    const what = say`${attribute} of ${address} contains ${{ value: found.name }} instead of ${{ value: found.value }}: the template is not filled in`;
    return [{ kind: 'outage', address, attribute, what }];
  });

/** Maximum number of lines to compare. */
const linesAtMost = 100;

/** Returns the first gap in a line that was the same before, except that it contained the value. */
function gapIn(lines: readonly string[], before: readonly string[]) {
  const old = new Set(before);
  const changed = lines.filter((line) => line.includes('${') && line.length <= longest && !old.has(line));
  for (const line of changed.slice(0, linesAtMost)) {
    const [name = '', ...others] = line.match(gaps) ?? [];
    const [start = '', end = ''] = line.split(name, 2);
    // the surrounding text has to identify the line
    if (name === '' || others.length > 0 || `${start}${end}`.trim().length < shortestContext) continue;
    const was = before.find((one) => one.length <= longest && one.startsWith(start) && one.endsWith(end));
    const value = was?.slice(start.length, was.length - end.length).trim() ?? '';
    if (value !== '' && !/[${}<>%]/.test(value) && value !== secret && value !== anotherSecret) return { name, value };
  }
  return undefined;
}

/** Minimum length of the text around a gap. */
const shortestContext = 8;
