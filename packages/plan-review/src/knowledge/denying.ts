/** Attributes that determine what a rule does with matching traffic or principals. */
const effects = ['access', 'action', 'decision', 'direction', 'effect', 'mode', 'rule_action', 'type'];

/**
 * Returns whether a rule denies matching traffic or principals, or applies only to outgoing traffic. The networks and
 * principals in such a rule are harmless, even if the rule matches all addresses.
 */
export function deniesMatches(rule: Readonly<Record<string, unknown>>): boolean {
  const isDenied = ({ deny }: Readonly<Record<string, unknown>>) => Array.isArray(deny) && deny.length > 0;
  return (
    rule['egress'] === true ||
    isDenied(rule) ||
    effects.some((name) => {
      const value = rule[name];
      return (
        typeof value === 'string' && /^(?:egress|outbound|out|deny(?:\(\d+\))?|denied|block|drop|exclude)$/i.test(value)
      );
    })
  );
}
