import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { escaped, lineAt, type SourceLocation } from '@himeshima/plan-review/cli';
import { readStack } from '@himeshima/terraform-json';
import * as z from 'zod';
import { projectFiles } from './git';

/** Location of a resource without a known declaration: the file that assembles the stacks. */
const elsewhere: SourceLocation = { path: 'main.ts', line: 1, isElsewhere: true };

/**
 * Returns a function that finds the line that declares a resource: the line of the call that the synthesis recorded or, without
 * a record, the only line in the code that contains the id of the innermost enclosing construct.
 * @param file the synthesized stack
 */
export function placesInCode(file: string): (address: string) => SourceLocation {
  const calls = recordedCalls(join(dirname(file), 'places.json'));
  const idsOf = constructsIn(file);
  let sources: readonly Text[] | undefined;
  return (address) => {
    const call = calls.get(address);
    if (call !== undefined) return placeOfCall(call);
    sources ??= sourcesIn(process.cwd());
    for (const id of idsOf(address)) {
      const [found, ...others] = sources.flatMap((source) => declaring(id, source));
      if (found !== undefined && others.length === 0) return found;
    }
    return elsewhere;
  };
}

const Call = z.object({ path: z.string(), line: z.number(), id: z.string().optional() });
type Call = z.infer<typeof Call>;

const recordedCalls = (file: string): ReadonlyMap<string, Call> =>
  new Map(
    existsSync(file) ? Object.entries(z.record(z.string(), Call).parse(JSON.parse(readFileSync(file, 'utf8')))) : [],
  );

/**
 * Returns the first line that declares the id in the file of a recorded call, or the recorded line if there is no such line.
 * If a construct does not record its caller, the recorded call is in the construct's own class, and the id is not on the recorded line.
 */
function placeOfCall({ path, line, id }: Call): SourceLocation {
  const [found] = id === undefined ? [] : declaring(id, { path, text: readFileSync(path, 'utf8') });
  return found ?? { path, line };
}

interface Text {
  readonly path: string;
  readonly text: string;
}

/**
 * Finds the lines that declare an id, as in `new Table(this, 'jobs', …)` or `metricAlert({ id: 'jobs', …`.
 * Ignores comments, and arrays that contain the id.
 */
function declaring(id: string, { path, text }: Text): readonly SourceLocation[] {
  if (!text.includes(id)) return [];
  const call = String.raw`^(?! *(?://|/?\*)).*(?:new [\w.]+\(\s*[\w.]+,\s*|\w\(\{\s*id: )(['"\`])${escaped(id)}\1`;
  return [...text.matchAll(new RegExp(call, 'gm'))].map(({ 0: found, index }) => ({
    path,
    line: lineAt(text, index + found.length),
  }));
}

/**
 * Returns a function that lists the ids of the constructs around a resource, innermost first: `power-on` for
 * `himeshima-dev/lights/power-on/Default`.
 */
function constructsIn(file: string): (address: string) => readonly string[] {
  const blocks = existsSync(file) ? readStack(JSON.parse(readFileSync(file, 'utf8'))).resources : [];
  const paths = new Map(blocks.map(({ address, constructPath = '' }) => [address, constructPath.split('/').slice(1)]));
  return (address) => {
    const [, name = ''] = address.split('.');
    const around = (paths.get(address) ?? []).toReversed();
    return [name, name.replaceAll('_', '-'), ...around].filter((id) => id !== '' && id !== 'Default');
  };
}

/** Returns the source files of the project, without tests. */
function sourcesIn(root: string): readonly Text[] {
  return projectFiles(root, '*.ts')
    .filter((path) => !/(?:^|\/)tests?\/|\.(?:test|spec|fixture|d)\.ts$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
