import { createHash } from 'node:crypto';

const longest = 60;

/**
 * Returns a Terraform id for a name: lower-case ASCII letters, digits and `_`. A name that does not start with an ASCII letter gets the
 * prefix `monitor_`; a name without ASCII letters also gets a hash.
 */
export function terraformIdOf(name: string): string {
  const words = name
    // `{{host.name}}` becomes host_name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const id = words.slice(0, longest).replace(/_+$/, '');
  if (!/[a-z]/.test(id)) return ['monitor', id, hashOf(name)].filter((part) => part !== '').join('_');
  return /^[a-z]/.test(id) ? id : `monitor_${id}`;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Words that cannot name a constant in a CommonJS module. */
const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export exports extends false ' +
    'finally for function if implements import in instanceof interface let module new null package private protected public require ' +
    'return static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

/** Returns a TypeScript identifier for a Terraform id. */
export function identifierOf(id: string): string {
  const [first = '', ...others] = id.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = first + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const started = /^[A-Za-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : `monitor${name}`;
  return reserved.has(started) ? `${started}Monitor` : started;
}

/** Returns the first of `name`, `name2`, `name3` … (with a separator: `name_2`) that is not in use, and marks it as used. */
export function firstFree(name: string, used: Set<string>, separator = ''): string {
  let free = name;
  for (let at = 2; used.has(free); at += 1) free = `${name}${separator}${at}`;
  used.add(free);
  return free;
}
