import { existsSync, readFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { decode } from '../../review/plan/decode';

/** The path of a file as GitLab wants it, from the root of the project; as it was given where it lies elsewhere. */
export function pathFromRoot(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return path.startsWith('..') ? file : path;
}

/**
 * In which line of a synthesized stack or of a plan a resource stands.
 * @returns 1 where it does not: what is deleted stands in no synthesized stack
 */
export function linesIn(file: string): (address: string) => number {
  // of a stack that is gone no file is left
  if (!existsSync(file)) return () => 1;
  const text = decode(readFileSync(file));
  const offsetOf = basename(file) === 'cdk.tf.json' ? inStack(text) : inPlan(text);
  return (address) => text.slice(0, offsetOf(address) ?? 0).split('\n').length;
}

type OffsetOf = (address: string) => number | undefined;

function inStack(text: string): OffsetOf {
  const tree = parseTree(text);
  return (address) => tree && findNodeAtLocation(tree, ['resource', ...address.split('.')])?.parent?.offset;
}

/** By its text: the tree of a large plan takes seconds, and all the memory there is. */
function inPlan(text: string): OffsetOf {
  const changes = text.indexOf('"resource_changes"');
  return (address) => {
    const found = new RegExp(`"address"\\s*:\\s*${escaped(JSON.stringify(address))}`, 'g');
    found.lastIndex = Math.max(0, changes);
    return found.exec(text)?.index;
  };
}

const escaped = (text: string) => text.replace(/[\\^$.|?+*()[\]{}]/g, '\\$&');
