import type { ValueObject } from '@himeshima/terraform-json';
import { exemptsMatches } from '../knowledge/denying';
import { grantsOnlyToEveryone } from '../knowledge/everyone';
import type { Change } from '../plan/plan';
import { hasKnownSource, openingsIn } from './internet-openings';
import { isSensitive } from './open-ports';

/**
 * Returns whether a deletion only closes access: of a grant to everyone, of a rule that lets traffic bypass a protection, or of a rule that
 * opens a port for administration or a database to the internet.
 */
export const closesAccess = ({ action, before }: Change): boolean =>
  action === 'delete' &&
  ((grantsOnlyToEveryone(before) && !servesEveryone(before)) ||
    exemptsMatches(before) ||
    opensOnlySensitivePorts(before) ||
    admitsEveryAddress(before));

/** Returns whether a grant lets everyone call a public service, which they can no longer do after its deletion. */
const servesEveryone = ({ role }: ValueObject): boolean => typeof role === 'string' && /invoker$/i.test(role);

function opensOnlySensitivePorts(rule: ValueObject): boolean {
  const openings = openingsIn(rule);
  return (
    openings.length > 0 &&
    !hasKnownSource(rule) &&
    openings.every(({ ports }) => ports !== undefined && /^\d+$/.test(ports) && isSensitive(ports))
  );
}

/** Returns whether the firewall rule of a database in Azure contains all addresses. */
const admitsEveryAddress = (rule: ValueObject): boolean =>
  rule['start_ip_address'] === '0.0.0.0' && rule['end_ip_address'] === '255.255.255.255';
