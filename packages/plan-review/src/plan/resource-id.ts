import type { Change } from './plan';

const modules = /^(?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/;

/** Returns the modules with which an address begins: `module.mails.`, or nothing. */
export const modulesOf = (address: string): string => modules.exec(address)?.[0] ?? '';

/** Returns the type in an address: `aws_sqs_queue` of `module.mails.aws_sqs_queue.jobs`. */
export const typeIn = (address: string): string =>
  /^(?:data\.)?([^.]+)\./.exec(address.slice(modulesOf(address).length))?.[1] ?? '';

/** An address without the type of the resource: `jobs`, `jobs["a"]`, `module.mails.jobs`. Two modules may have one of the same name. */
export function idOf({ address, type }: Pick<Change, 'address' | 'type'>): string {
  const path = modulesOf(address);
  const own = address.slice(path.length);
  return own.startsWith(`${type}.`) ? `${path}${own.slice(type.length + 1)}` : address;
}
