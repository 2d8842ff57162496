import type { Meaning } from '../knowledge/row';
import type { DangerKind } from './rule';

const kinds: Readonly<Record<Meaning, DangerKind>> = {
  exposure: 'exposure',
  reach: 'exposure',
  encryption: 'exposure',
  rights: 'broader access',
  protection: 'weaker protection',
  backup: 'weaker protection',
  retention: 'weaker protection',
  capacity: 'outage',
  availability: 'outage',
  identity: 'outage',
  DNS: 'outage',
  alerting: 'weaker alerting',
};

/** Returns the kind of danger of an attribute with this meaning. */
export const kindOf = (meaning: Meaning): DangerKind => kinds[meaning];

/** Returns the rule id for accepting dangers of attributes with this meaning. */
export const ruleOf = (meaning: Meaning): string => meaning.toLowerCase();
