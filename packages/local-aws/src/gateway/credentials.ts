import { randomBytes } from 'node:crypto';
import type { Credentials } from './signature';

/**
 * Creates the registry of the access keys that identify callers. It contains a key for the local user; keys for function
 * instances and devices are added and removed later.
 */
export function createCredentials() {
  const keys = new Map<string, Credentials>();
  const user = { accessKeyId: 'AKIALOCALLOCALLOCAL0', secretAccessKey: randomBytes(20).toString('hex') };
  keys.set(user.accessKeyId, { ...user, principal: { kind: 'user', name: 'local' } });
  return {
    user,
    find: (accessKeyId: string) => keys.get(accessKeyId),
    add: (added: Credentials) => void keys.set(added.accessKeyId, added),
    remove: (accessKeyId: string) => void keys.delete(accessKeyId),
  };
}
