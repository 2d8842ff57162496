import { created } from '../rules/dangers.fixture';
import { planOf } from './read-plan';

interface Declaration {
  /** Values that are known in the plan. */
  readonly after?: object;
  /** References in attributes that are known only after apply. */
  readonly later?: Readonly<Record<string, readonly string[]>>;
  readonly provisioners?: readonly object[];
}

/**
 * Returns a plan that creates the declared resources, with their configuration. Keys are addresses.
 * @param more further keys of the plan, and `provider_config`
 * @param root further keys of the configuration's root module
 */
export function declaring(declarations: Readonly<Record<string, Declaration>>, more: object = {}, root: object = {}) {
  const all = Object.entries(declarations);
  const changes = all.map(([address, { after = {}, later = {} }]) =>
    created(address, after, Object.fromEntries(Object.keys(later).map((name) => [name, true]))),
  );
  const resources = all.map(([address, { after = {}, later = {}, provisioners }]) => ({
    address,
    mode: 'managed',
    type: address.split('.')[0],
    provisioners,
    expressions: {
      ...Object.fromEntries(Object.entries(after).map(([name, value]) => [name, { constant_value: value }])),
      ...Object.fromEntries(Object.entries(later).map(([name, references]) => [name, { references }])),
    },
  }));
  const { provider_config, ...others }: { readonly provider_config?: object } = { ...more };
  const configuration = { provider_config, root_module: { resources, ...root } };
  return planOf({ resource_changes: changes, configuration, ...others }, { stack: 'dev' });
}
