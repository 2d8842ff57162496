import type { Phrase } from '../phrase';
import type { Change } from '../plan/plan';
import { namedOrCounted } from './named-or-counted';

/** Names the new private keys, which Terraform stores in its state without encryption. Source: Terraform Registry, hashicorp/tls 4 */
export function keysInState(created: readonly Change[]): readonly Phrase[] {
  const keys = created.filter(({ type }) => type === 'tls_private_key');
  if (keys.length === 0) return [];
  return [[...namedOrCounted(keys), ` ${keys.length === 1 ? 'is' : 'are'} stored in the state, unencrypted`]];
}
