import { relative, resolve } from 'node:path';
import { decode } from '../index';
import type { Read } from './plan-file';
import { escaped, lineAt, type SourceLocation } from './source-location';

/**
 * Returns a function that finds the line of a resource in a plan. Searches the plan as text, because parsing a large plan with
 * positions takes seconds and a lot of memory.
 */
export function placesInPlan(file: string, read: Read): (address: string) => SourceLocation {
  const text = decode(read(file));
  const changes = Math.max(0, text.indexOf('"resource_changes"'));
  const path = file === '-' ? 'stdin' : pathFromRoot(file);
  return (address) => {
    const found = new RegExp(`"address"\\s*:\\s*${escaped(JSON.stringify(address))}`, 'g');
    found.lastIndex = changes;
    return { path, line: lineAt(text, found.exec(text)?.index ?? 0) };
  };
}

/** Returns a path relative to the working directory, as GitLab expects it. Returns a path outside of this directory unchanged. */
export function pathFromRoot(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return path.startsWith('..') ? file : path;
}
