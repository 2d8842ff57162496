import { perPlatform } from '../per-platform';
import type { Collection, Store } from '../store';
import type { Bus, EventBuses, RunningRule } from './event-buses';
import type { EventRule, Target } from './event-rule';

/**
 * Event buses, rules and targets that were created through the API. They are kept for the next run; a stack's own buses,
 * rules and targets are declared again at each start.
 */
export interface StoredRules {
  keepBus(bus: Bus): void;
  forgetBus(name: string): void;
  /** Keeps a rule that no stack declares, and the targets that no stack declares. */
  keep(rule: RunningRule): void;
  forget(rule: EventRule): void;
  /** Creates the buses, rules and targets of the previous run. */
  restore(eventBuses: EventBuses): void;
}

const keyOf = ({ bus, name }: EventRule) => `${bus}/${name}`;

export const storedRulesOf = perPlatform(({ store }: { store: Store }): StoredRules => {
  const buses: Collection<Bus> = store.collection('event-buses');
  const rules: Collection<EventRule> = store.collection('event-rules');
  const targets: Collection<{ bus: string; rule: string; targets: Target[] }> = store.collection('event-targets');
  return {
    keepBus: (bus) => buses.set(bus.name, bus),
    forgetBus: (name) => void buses.delete(name),
    keep({ rule, isDeclared, targets: own }) {
      const key = keyOf(rule);
      if (!isDeclared) rules.set(key, rule);
      const added = [...own.values()].filter((one) => !one.isDeclared).map(({ target }) => target);
      if (added.length > 0) targets.set(key, { bus: rule.bus, rule: rule.name, targets: added });
      else targets.delete(key);
    },
    forget(rule) {
      rules.delete(keyOf(rule));
      targets.delete(keyOf(rule));
    },
    restore(eventBuses) {
      for (const [, bus] of buses.entries()) if (eventBuses.bus(bus.name) === undefined) eventBuses.declareBus(bus);
      for (const [, rule] of rules.entries())
        if (eventBuses.rule(rule.bus, rule.name) === undefined) eventBuses.declare(rule);
      for (const [, kept] of targets.entries()) {
        const known = eventBuses.rule(kept.bus, kept.rule)?.targets;
        for (const target of kept.targets)
          if (known?.has(target.Id) === false) eventBuses.setTarget(kept.bus, kept.rule, target);
      }
    },
  };
});
