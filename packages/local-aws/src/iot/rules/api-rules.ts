import { perPlatform } from '../../per-platform';
import type { Collection, Store } from '../../store';
import { declarationOf, payloadOf, RulePayload } from './rule-payload';
import type { KnownRule, Rules } from './rules-engine';

/** Rule in the format of the API, with its ARN and its time of creation in ms since the epoch. */
interface StoredRule {
  arn: string;
  createdAt: number;
  payload: object;
}

/** Rules that were created through the API. They are kept for the next run; declared rules are declared again at each start. */
export interface ApiRules {
  has(name: string): boolean;
  keep(rule: KnownRule): void;
  forget(name: string): void;
  /** Declares the rules of the previous run. */
  restore(rules: Pick<Rules, 'declare'>): void;
}

export const apiRulesOf = perPlatform(({ store }: { store: Store }): ApiRules => {
  const stored: Collection<StoredRule> = store.collection('iot-topic-rules');
  return {
    has: (name) => stored.get(name) !== undefined,
    keep: (rule) => stored.set(rule.name, { arn: rule.arn, createdAt: rule.createdAt, payload: payloadOf(rule) }),
    forget: (name) => void stored.delete(name),
    restore(rules) {
      for (const [name, { arn, createdAt, payload }] of stored.entries())
        rules.declare(declarationOf(RulePayload.parse(payload), { name, arn }), createdAt);
    },
  };
});
