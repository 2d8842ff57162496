import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { decode } from '../../review/plan/decode';
import { escaped, lineAt, type Place } from './place';
import { placesInCode } from './places-in-code';

/** A plan stands in its own file; what is synthesized is declared in our code, in which GitLab can show it. */
type Source = { readonly plan: string } | { readonly synthesized: string };

/** Where a resource stands. */
export const placesOf = (source: Source): ((address: string) => Place) =>
  'plan' in source ? inPlan(source.plan) : placesInCode(source.synthesized);

/** By its text: the tree of a large plan takes seconds, and all the memory there is. */
function inPlan(file: string): (address: string) => Place {
  const text = decode(readFileSync(file));
  const changes = Math.max(0, text.indexOf('"resource_changes"'));
  const path = pathFromRoot(file);
  return (address) => {
    const found = new RegExp(`"address"\\s*:\\s*${escaped(JSON.stringify(address))}`, 'g');
    found.lastIndex = changes;
    return { path, line: lineAt(text, found.exec(text)?.index ?? 0) };
  };
}

/** The path of a file as GitLab wants it, from the root of the project; as it was given where it lies elsewhere. */
export function pathFromRoot(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return path.startsWith('..') ? file : path;
}
