import { decode } from '../index';
import { escaped, lineAt, pathFromRoot, type SourceLocation } from '../sources/source-location';
import type { ReadBytes } from './plan-file';

/**
 * Returns a function that finds the line of a resource in a plan. The function searches the plan as text, because parsing the
 * positions in a large plan takes seconds and a lot of memory.
 */
export function placesInPlan(file: string, read: ReadBytes): (address: string) => SourceLocation {
  const text = decode(read(file));
  const changes = Math.max(0, text.indexOf('"resource_changes"'));
  const path = file === '-' ? 'stdin' : pathFromRoot(file);
  return (address) => {
    const found = new RegExp(`"address"\\s*:\\s*${escaped(JSON.stringify(address))}`, 'g');
    found.lastIndex = changes;
    return { path, line: lineAt(text, found.exec(text)?.index ?? 0) };
  };
}
