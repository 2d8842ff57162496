import type { Change } from './plan';

const modules = /^(?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/;

/** An address without the type of the resource: `jobs`, `jobs["a"]`, `module.mails.jobs`. Two modules may have one of the same name. */
export function idOf({ address, type }: Pick<Change, 'address' | 'type'>): string {
  const [path = ''] = modules.exec(address) ?? [];
  const own = address.slice(path.length);
  return own.startsWith(`${type}.`) ? `${path}${own.slice(type.length + 1)}` : address;
}
