import type { Consequence, Meaning } from '../knowledge/row';
import type { DangerKind } from './rule';

const kinds: Readonly<Record<Meaning, DangerKind>> = {
  exposure: 'exposure',
  reach: 'exposure',
  encryption: 'weaker encryption',
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

/** Returns the kind of danger for an attribute that affects an aspect of a resource, such as `outage` for `DNS`. */
export const kindOf = (meaning: Meaning): DangerKind => kinds[meaning];

/** Returns the kind of danger of a deletion or a creation. */
export const kindOfConsequence = ({ meaning, losesData }: Consequence): DangerKind =>
  losesData ? 'data loss' : kindOf(meaning);

/** Returns the rule id that accepts dangers of attributes that affect an aspect of a resource. */
export const ruleOf = (meaning: Meaning): string => meaning.toLowerCase();
