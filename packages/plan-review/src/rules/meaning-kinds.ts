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

/** Returns the kind of danger that is reported for attributes with a meaning. */
export const kindOf = (meaning: Meaning): DangerKind => kinds[meaning];

/** Returns the rule id with which dangers of attributes with a meaning can be accepted. */
export const ruleOf = (meaning: Meaning): string => meaning.toLowerCase();
