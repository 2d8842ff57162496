import type { Block } from '../stack/stack';
import type { ValueObject } from '../value';
import { templatesOf } from './expression-text';
import { fillUnknown } from './fill-unknown';
import type { ModuleInstance, ResourceInstance } from './module-instance';
import type { ConfiguredResource } from './plan-schema';
import { providerName } from './provider-configurations';
import { dependedBlocks, referencedBlocks } from './referenced-blocks';
import { secretsIn } from './secrets';

/** Returns a block for each instance of a resource or data source in a module and its nested modules. */
export function blocksIn(module: ModuleInstance): readonly Block[] {
  const configured = new Map(module.configuration.resources.map((one) => [one.address, one]));
  const own = [...module.resources].flatMap(([address, instances]) =>
    instances.map((instance) => blockOf({ instance, configured: configured.get(address), module })),
  );
  return [...own, ...[...module.modules.values()].flat().flatMap(blocksIn)];
}

interface DeclaredInstance {
  readonly instance: ResourceInstance;
  readonly configured: ConfiguredResource | undefined;
  readonly module: ModuleInstance;
}

function blockOf({ instance, configured, module }: DeclaredInstance): Block {
  const { address, mode, type, name, values, unknown, sensitive_values: sensitive } = instance;
  const isRead = mode === 'data' && unknown === undefined;
  const provider = providerName(configured?.provider_config_key ?? '');
  const { attributes, missing, assumed, dependsOn } = isRead
    ? { attributes: resultOf(values), missing: [], assumed: [], dependsOn: [] }
    : declaredOf({ instance, configured, module });
  return {
    kind: mode === 'data' ? 'data' : 'resource',
    address,
    type,
    name,
    attributes,
    dependsOn,
    lifecycle: {},
    provider: provider.includes('.') ? provider : undefined,
    constructPath: undefined,
    planned: {
      isRead,
      unknown: missing,
      assumed,
      provisioners: configured?.provisioners.length ?? 0,
      secrets: longestFirst([...secretsIn(values, sensitive), ...module.secrets]),
    },
  };
}

/** Returns the result of a data source that was read during planning. */
const resultOf = (values: ValueObject): ValueObject =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, templatesOf(value)]));

function declaredOf({ instance, configured, module }: DeclaredInstance) {
  const { address, type, index, values: value, unknown, sensitive_values: sensitive } = instance;
  const place = { module, key: index ?? undefined, repeated: configured };
  const expressions = configured?.expressions;
  const { values: attributes, ...paths } = fillUnknown(
    { type, value, unknown, sensitive, configured: expressions },
    place,
  );
  const ordered = dependedBlocks(configured?.depends_on ?? [], module);
  const needed = referencedBlocks(expressions ?? {}, place);
  return { attributes, ...paths, dependsOn: [...new Set([...ordered, ...needed])].filter((one) => one !== address) };
}

/** Sorts secrets from longest to shortest, because one secret may contain another. */
const longestFirst = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts)].sort((a, b) => b.length - a.length);
