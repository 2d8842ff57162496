import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { decode } from '@himeshima/plan-review';
import { escaped, lineAt, type Place } from './place';
import { placesInCode } from './places-in-code';
import type { Read } from './plan-file';

/** A plan, with a function that reads it, or a synthesized stack, whose resources are declared in our code. */
type Source = { readonly plan: string; readonly read?: Read } | { readonly synthesized: string };

/** Returns a function that finds the place of a resource. */
export const placesOf = (source: Source): ((address: string) => Place) =>
  'plan' in source ? inPlan(source.plan, source.read ?? readFileSync) : placesInCode(source.synthesized);

/** Searches the text: the tree of a large plan takes seconds and a lot of memory. */
function inPlan(file: string, read: Read): (address: string) => Place {
  const text = decode(read(file));
  const changes = Math.max(0, text.indexOf('"resource_changes"'));
  const path = file === '-' ? 'stdin' : pathFromRoot(file);
  return (address) => {
    const found = new RegExp(`"address"\\s*:\\s*${escaped(JSON.stringify(address))}`, 'g');
    found.lastIndex = changes;
    return { path, line: lineAt(text, found.exec(text)?.index ?? 0) };
  };
}

/** Returns a path relative to the root of the project, as GitLab expects it, or unchanged if it is outside. */
export function pathFromRoot(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return path.startsWith('..') ? file : path;
}
