/** Attributes that determine what a rule does with matching traffic or principals. */
const effects = ['access', 'action', 'decision', 'direction', 'effect', 'mode', 'rule_action', 'type'];

/** Returns whether matching traffic or principals bypass other checks. */
export const exemptsMatches = (rule: Readonly<Record<string, unknown>>): boolean =>
  hasEffect(rule, /^(?:bypass|skip|whitelist)$/i);

const hasEffect = (rule: Readonly<Record<string, unknown>>, values: RegExp): boolean =>
  effects.some((name) => {
    const value = rule[name];
    return typeof value === 'string' && values.test(value);
  });

/** Returns whether a firewall rule only allows traffic. Source: Terraform Registry, hashicorp/google 7, hashicorp/azurerm 4 */
export const allowsMatches = ({ access, allow, deny }: Readonly<Record<string, unknown>>): boolean =>
  access === 'Allow' || (Array.isArray(allow) && allow.length > 0 && !(Array.isArray(deny) && deny.length > 0));

/**
 * Returns whether a rule denies matching traffic or principals, or applies only to outgoing traffic. The networks and
 * principals in such a rule are harmless, even if the rule matches all addresses.
 */
export function deniesMatches(rule: Readonly<Record<string, unknown>>): boolean {
  const isDenied = ({ deny }: Readonly<Record<string, unknown>>) => Array.isArray(deny) && deny.length > 0;
  return (
    rule['egress'] === true ||
    isDenied(rule) ||
    hasEffect(rule, /^(?:egress|outbound|out|deny(?:\(\d+\))?|denied|block|drop|exclude)$/i)
  );
}
