import { created } from '../rules/dangers.fixture';
import { planOf } from './read-plan';

interface Declaration {
  /** Values that are known in the plan. */
  readonly after?: object;
  /** References in attributes that are known only after apply. */
  readonly later?: Readonly<Record<string, readonly string[]>>;
  /** Unknown values in dynamic blocks, whose expressions are not in the configuration. */
  readonly hidden?: object;
  /** References in `for_each`. */
  readonly repeated?: readonly string[];
  readonly provisioners?: readonly object[];
}

/**
 * Returns a plan that creates the declared resources, with their configuration. Keys are addresses.
 * @param more further keys of the plan, and `provider_config`
 * @param root further keys of the configuration's root module
 */
export function declaring(declarations: Readonly<Record<string, Declaration>>, more: object = {}, root: object = {}) {
  const all = Object.entries(declarations);
  const changes = all.map(([address, { after = {}, later = {}, hidden }]) =>
    created(address, after, { ...Object.fromEntries(Object.keys(later).map((name) => [name, true])), ...hidden }),
  );
  const resources = all.map(([address, { after = {}, later = {}, repeated, provisioners }]) => ({
    address,
    mode: 'managed',
    type: address.split('.')[0],
    provisioners,
    ...(repeated !== undefined && { for_each_expression: { references: repeated } }),
    expressions: {
      ...Object.fromEntries(Object.entries(after).map(([name, value]) => [name, { constant_value: value }])),
      ...Object.fromEntries(Object.entries(later).map(([name, references]) => [name, { references }])),
    },
  }));
  const { provider_config, ...others }: { readonly provider_config?: object } = { ...more };
  const configuration = { provider_config, root_module: { resources, ...root } };
  return planOf({ resource_changes: changes, configuration, ...others }, { stack: 'dev' });
}
