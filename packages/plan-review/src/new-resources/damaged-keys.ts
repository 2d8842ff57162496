import type { Value } from '@himeshima/terraform-json';
import { leavesIn } from '../changes/leaves';
import { shortPath } from '../changes/short-path';
import { type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { isDamagedPublicKey } from './public-key';

/** Matches types of resources whose API checks public keys. Source: APIs of Amazon EC2, Azure, DigitalOcean, GitHub and Hetzner */
const checksKeys = /_(?:key_pair|ssh_key|ssh_public_key)$|virtual_machine/;

/** Names the new public keys that the provider rejects. */
export const damagedKeys = (created: readonly Change[]): readonly Phrase[] =>
  created
    .filter(({ type }) => checksKeys.test(type))
    .flatMap(({ address, after, declared }) =>
      leavesIn([declared ?? after])
        .filter(({ path, values }) => path.at(-1) === 'public_key' && values.some(isDamaged))
        .map(({ path }) => say`${shortPath(path)} of ${address} is not a complete public key, so it will be rejected`),
    );

const isDamaged = (value: Value): boolean => typeof value === 'string' && isDamagedPublicKey(value);
