import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { nodesIn, parseSource, sourcesBelow } from './source-text';
import type { Change } from './write-changes';

/** Name that must be unique within a platform: a construct id, a monitor or a topic. */
interface UniqueName {
  readonly what: string;
  readonly name: string;
  /** Location of the declaration, such as `stacks/features/meters.ts:30`. */
  readonly place: string;
}

/**
 * Rejects new files that already exist, and changes that declare names already in use.
 * @throws one-line Error with the existing file, or the location of the existing declaration
 */
export function rejectCollisions(root: string, changes: readonly Change[]): void {
  for (const { path } of changes.filter(({ isNew }) => isNew)) rejectExisting(root, path);
  const before = sourcesBelow(root, ['stacks', 'contracts', 'monitors']).map((path) => ({
    path,
    names: namesUsedIn(path, readFileSync(join(root, path), 'utf8')),
  }));
  const existing = before.flatMap(({ names }) => names);
  for (const { path, text } of changes) {
    const own = before.find((one) => one.path === path)?.names ?? [];
    for (const { what, name } of withoutSame(namesUsedIn(path, text), own)) {
      const same = existing.find((one) => one.what === what && one.name === name);
      if (same !== undefined) throw new Error(`${same.place} declares the ${what} "${name}"; choose another name`);
    }
  }
}

/** Returns the names that a change adds to a file. */
const withoutSame = (now: readonly UniqueName[], before: readonly UniqueName[]): readonly UniqueName[] => {
  const left = before.map(({ what, name }) => `${what} ${name}`);
  return now.filter(({ what, name }) => {
    const at = left.indexOf(`${what} ${name}`);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
};

/** Rejects a new file that already exists. Also rejects a new function whose folder already exists. */
function rejectExisting(root: string, path: string): void {
  const [folder] = /^functions\/(?!api\/)[^/]+/.exec(path) ?? [];
  const found = [folder, path].find((one) => one !== undefined && existsSync(join(root, one)));
  if (found !== undefined)
    throw new Error(`${found} already exists; choose another name, or delete the previously generated files`);
}

/** Finds construct ids in `stacks/`, monitors in `monitors/`, and topics in `contracts/`. */
function namesUsedIn(path: string, text: string): readonly UniqueName[] {
  if (!path.endsWith('.ts')) return [];
  const source = parseSource(path, text);
  const placeOf = (node: ts.Node) => `${path}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
  if (path.startsWith('stacks/'))
    return nodesIn(source, ts.isNewExpression).flatMap((node) => {
      const [scope, id] = node.arguments ?? [];
      if (scope?.kind !== ts.SyntaxKind.ThisKeyword || id === undefined || !ts.isStringLiteral(id)) return [];
      return [{ what: 'construct id', name: id.text, place: placeOf(node) }];
    });
  if (path.startsWith('monitors/'))
    return nodesIn(source, ts.isPropertyAssignment).flatMap(({ name, initializer }) => {
      const isId = name.getText(source) === 'id' && ts.isStringLiteral(initializer);
      return isId ? [{ what: 'monitor', name: initializer.text, place: placeOf(name) }] : [];
    });
  return nodesIn(source, ts.isTemplateExpression).flatMap((node) => {
    const pattern = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('+');
    return pattern.includes('/') ? [{ what: 'topic', name: pattern, place: placeOf(node) }] : [];
  });
}
