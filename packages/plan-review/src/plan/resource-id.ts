import type { Change } from './plan';

const modules = /^(?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/;

/** Returns the module prefix of an address, such as `module.mails.`. Empty for the root module. */
export const modulesOf = (address: string): string => modules.exec(address)?.[0] ?? '';

/** Returns the module path of an address: `module.mails`. Empty for the root module. */
export const modulePathOf = (address: string): string => modulesOf(address).slice(0, -1);

/** Returns an address without its modules: `aws_sqs_queue.jobs["a"]` for `module.mails.aws_sqs_queue.jobs["a"]`. */
export const ownAddress = (address: string): string => address.slice(modulesOf(address).length);

/** Returns the resource type in an address: `aws_sqs_queue` for `module.mails.aws_sqs_queue.jobs`. */
export const typeIn = (address: string): string => /^(?:data\.)?([^.]+)\./.exec(ownAddress(address))?.[1] ?? '';

/**
 * Returns an address without the resource type: `jobs`, `jobs["a"]`, `module.mails.jobs`. Keeps the module path, because
 * resources in different modules may have equal names.
 */
export function idOf({ address, type }: Pick<Change, 'address' | 'type'>): string {
  const path = modulesOf(address);
  const own = address.slice(path.length);
  return own.startsWith(`${type}.`) ? `${path}${own.slice(type.length + 1)}` : address;
}
