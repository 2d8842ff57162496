import * as z from 'zod';
import { groupBy } from '../group-by';
import { memoizeByObject } from '../memoize';

const Configured = z.object({
  address: z.string(),
  provider_config_key: z.string().nullish().catch(undefined),
  expressions: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  provisioners: z
    .array(z.object({ type: z.string(), expressions: z.record(z.string(), z.unknown()).nullish() }))
    .nullish()
    .catch(undefined),
});
const Module = z.object({
  resources: z.array(z.unknown()).nullish().catch(undefined),
  module_calls: z
    .record(
      z.string(),
      z.object({
        module: z.unknown().optional(),
        expressions: z.record(z.string(), z.unknown()).nullish().catch(undefined),
      }),
    )
    .nullish()
    .catch(undefined),
});
const Root = z.object({ root_module: z.unknown().optional() });

/** Expressions in the configuration of a plan. Keys are attribute names. */
export type Expressions = Readonly<Record<string, unknown>>;

/** Declaration of a resource in the configuration of a plan. */
interface Declaration {
  readonly expressions: Expressions;
  /** Arguments of the modules that contain the resource, from the innermost to the outermost. */
  readonly arguments: readonly Expressions[];
  /** Provider configuration of the resource, such as `aws.west`. Undefined if the plan does not contain it. */
  readonly provider: string | undefined;
  readonly provisioners: readonly Provisioner[];
}

/** Command or copy of files that Terraform runs after it creates a resource, or before it deletes the resource. */
export interface Provisioner {
  /** Type, such as `local-exec`. */
  readonly type: string;
  /** Command. Undefined if the configuration computes it. */
  readonly command: string | undefined;
}

const declarationsIn = memoizeByObject((configuration: object): ReadonlyMap<string, Declaration> => {
  const root = Root.safeParse(configuration);
  return new Map(
    root.success ? ofModule(root.data.root_module, { path: '', arguments: [] }, configurationsIn(configuration)) : [],
  );
});

/**
 * Returns the expressions of a resource. Undefined if the configuration does not declare the resource.
 * @param configuration property `configuration` in the JSON of the plan
 */
export const expressionsOf = (configuration: unknown, address: string): Expressions | undefined =>
  declarationOf(configuration, address)?.expressions;

/** Returns whether a configuration declares any resource. */
export const hasResources = (configuration: unknown): boolean =>
  typeof configuration === 'object' && configuration !== null && declarationsIn(configuration).size > 0;

/** Returns the provider configuration of a resource, such as `aws.west`. Undefined if the plan does not contain it. */
export const providerOf = (configuration: unknown, address: string): string | undefined =>
  declarationOf(configuration, address)?.provider;

/**
 * Returns the only provider configuration for a resource type. Undefined if there are several, or if the plan does not contain it. Terraform
 * needs the configuration of a provider to delete its resources.
 */
export function onlyProviderFor(configuration: unknown, type: string): string | undefined {
  const keysOf = keysByProvider(configurationsIn(configuration));
  if (keysOf.size === 0) return undefined;
  // `google_beta_project` may belong to the provider `google` or `google_beta`
  const names = [...type.matchAll(/_/g)].map(({ index }) => type.slice(0, index));
  const [only, ...others] = names.flatMap((name) => keysOf.get(name) ?? []);
  return others.length === 0 ? only : undefined;
}

/** Returns the provisioners of a resource. */
export const provisionersOf = (configuration: unknown, address: string): readonly Provisioner[] =>
  declarationOf(configuration, address)?.provisioners ?? [];

const declarationOf = (configuration: unknown, address: string): Declaration | undefined =>
  typeof configuration === 'object' && configuration !== null
    ? declarationsIn(configuration).get(withoutKeys(address))
    : undefined;

function ofModule(
  module: unknown,
  { path, arguments: outer }: { readonly path: string; readonly arguments: readonly Expressions[] },
  providers: ProviderConfigurations,
): readonly [string, Declaration][] {
  const parsed = Module.safeParse(module);
  if (!parsed.success) return [];
  const own = (parsed.data.resources ?? []).flatMap((resource): [string, Declaration][] => {
    const { data: one } = Configured.safeParse(resource);
    if (one === undefined) return [];
    const { address, expressions, provider_config_key: key } = one;
    const provider = key && inheritedProvider(key, path, providers);
    const provisioners = (one.provisioners ?? []).map(provisionerOf);
    return [
      [
        `${path}${address}`,
        { expressions: expressions ?? {}, arguments: outer, provider: provider ?? undefined, provisioners },
      ],
    ];
  });
  const calls = Object.entries(parsed.data.module_calls ?? {});
  const inside = calls.flatMap(([name, { module: called, expressions }]) =>
    ofModule(called, { path: `${path}module.${name}.`, arguments: [expressions ?? {}, ...outer] }, providers),
  );
  return [...own, ...inside];
}

const isPresent = (value: unknown): boolean => value !== undefined;

function provisionerOf(given: {
  readonly type: string;
  readonly expressions?: Expressions | null | undefined;
}): Provisioner {
  const [command] = ['command', 'inline'].map((name) => constantAt(given.expressions ?? {}, [name])).filter(isPresent);
  const text = Array.isArray(command) ? command.join('\n') : command;
  return { type: given.type, command: typeof text === 'string' ? text : undefined };
}

const Providers = z.object({
  provider_config: z.record(
    z.string(),
    z.object({
      name: z.string(),
      alias: z.string().nullish(),
      expressions: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
});
type ProviderConfigurations = z.infer<typeof Providers>['provider_config'];

const configurationsIn = (configuration: unknown): ProviderConfigurations =>
  typeof configuration === 'object' && configuration !== null ? readConfigurations(configuration) : {};

const readConfigurations = memoizeByObject(
  (configuration: object): ProviderConfigurations => Providers.safeParse(configuration).data?.provider_config ?? {},
);

/** Returns the keys of the configurations of each provider. */
const keysByProvider = memoizeByObject(
  (providers: ProviderConfigurations): ReadonlyMap<string, readonly string[]> =>
    new Map(
      [...groupBy(Object.entries(providers), ([, { name }]) => name)].map(([name, those]) => [
        name,
        those.map(([key]) => key),
      ]),
    ),
);

/** Returns the names of the providers with several configurations. */
const aliasedProviders = memoizeByObject(
  (providers: ProviderConfigurations): ReadonlySet<string> =>
    new Set(Object.values(providers).flatMap(({ name, alias }) => (alias ? [name] : []))),
);

/**
 * Returns the key of the provider configuration that a resource in a module uses. Terraform before 1.2 writes the last module name
 * and the local name of the provider, such as `vpc:aws`. The module then inherits the configuration of the nearest module that
 * contains one. If the provider has several configurations, the module may receive any of them, so the key is made unique.
 */
function inheritedProvider(key: string, path: string, providers: ProviderConfigurations): string {
  const [, local] = /^[^.:]+:(.+)$/.exec(key) ?? [];
  if (local === undefined) return key;
  if (aliasedProviders(providers).has(local) || local.includes('.')) return `${path}${key}`;
  const steps = path.match(/module\.[^.]+/g) ?? [];
  const keys = steps.map((_, at) => `${steps.slice(0, steps.length - at).join('.')}:${local}`);
  return keys.find((one) => providers[one]?.expressions) ?? local;
}

const Outputs = z.object({
  root_module: z.object({
    outputs: z.record(z.string(), z.object({ sensitive: z.boolean().nullish(), expression: z.unknown().optional() })),
  }),
});

const outputsIn = (configuration: unknown) => Outputs.safeParse(configuration).data?.root_module.outputs ?? {};

/** Returns whether the configuration marks an output of the root module as sensitive. */
export const isSensitiveOutput = (configuration: unknown, name: string): boolean =>
  outputsIn(configuration)[name]?.sensitive === true;

/** Returns the references in the value of an output of the root module, in the longest form. */
export const referencesOfOutput = (configuration: unknown, name: string): readonly string[] =>
  referencesIn(outputsIn(configuration)[name]?.expression);

/** Text that is a constant in the configuration of a provider. */
interface ProviderConstant {
  readonly path: readonly string[];
  readonly value: string;
}

/** Returns the texts that are constants in the configurations of providers. */
export const constantsOfProviders = (
  configuration: unknown,
): readonly { readonly provider: string; readonly constants: readonly ProviderConstant[] }[] =>
  Object.entries(configurationsIn(configuration)).map(([provider, { expressions }]) => ({
    provider,
    constants: constantsIn(expressions ?? {}, []),
  }));

function constantsIn(given: unknown, path: readonly string[]): readonly ProviderConstant[] {
  if (typeof given === 'string') return [{ path, value: given }];
  if (Array.isArray(given)) return given.flatMap((one) => constantsIn(one, path));
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).flatMap(([name, value]: [string, unknown]) =>
    name === 'references' ? [] : constantsIn(value, name === 'constant_value' ? path : [...path, name]),
  );
}

/** Returns whether the provider of a resource type adds default tags. */
export const hasDefaultTags = (configuration: unknown, type: string): boolean =>
  Object.values(configurationsIn(configuration)).some(
    ({ name, expressions }) => type.startsWith(`${name}_`) && expressions?.['default_tags'] !== undefined,
  );

/** Returns the references in an expression to resources, data sources and modules, in the longest form: `aws_sqs_queue.jobs.arn`. */
export const referencesIn = (expression: unknown): readonly string[] =>
  longestReferencesIn(expression).filter((one) => !/^(?:var|local|each|count|path|self|terraform)\./.test(one));

/** Returns all references in an expression, in the longest form. */
export function longestReferencesIn(expression: unknown): readonly string[] {
  const all = [...new Set(allReferencesIn(expression))];
  // Terraform lists `a.b` in addition to `a.b.arn`
  return all.filter((one) => !all.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)));
}

/** Schema of a template whose text the plan contains, as for configurations in JSON. */
const Template = z.object({ constant_value: z.string(), references: z.array(z.string()).min(1) });

/**
 * Returns the text of a template with references: `${aws_sqs_queue.jobs.arn}/*`. Undefined for a configuration in HCL, because the
 * plan then contains only the references.
 */
export const templateIn = (expression: unknown): string | undefined =>
  Template.safeParse(expression).data?.constant_value;

const Constant = z.object({ constant_value: z.unknown(), references: z.undefined().optional() });

/** Returns the constant declared at a path, even inside single blocks. Undefined if the value is an expression. */
export const constantAt = (expressions: unknown, path: readonly string[]): unknown =>
  Constant.safeParse(expressionAt(expressions, path)).data?.constant_value;

/** Returns the expression at a path through blocks, and through maps that are constants. */
function expressionAt(expressions: unknown, [step, ...rest]: readonly string[]): unknown {
  const block: unknown = Array.isArray(expressions) && expressions.length === 1 ? expressions[0] : expressions;
  if (step === undefined) return block;
  const constant = Constant.safeParse(block).data?.constant_value;
  const inside = propertyOf(constant ?? block, step);
  return constant === undefined ? expressionAt(inside, rest) : expressionAt({ constant_value: inside }, rest);
}

/**
 * Returns the constant in the configuration to which a value of a resource refers, even if modules pass it on in their variables.
 * Undefined for another expression. An expression such as `file(var.path)` looks like its variable, so compare the constant with the value.
 */
export function declaredConstant(configuration: unknown, address: string, path: readonly string[]): unknown {
  const declaration = declarationOf(configuration, address);
  return declaration && constantBehind([declaration.expressions, ...declaration.arguments], path);
}

function constantBehind([expressions, ...outer]: readonly Expressions[], path: readonly string[]): unknown {
  const expression = expressionAt(expressions, path);
  const constant = constantAt(expression, []);
  if (constant !== undefined) return constant;
  const [reference = '', ...others] = allReferencesIn(expression);
  const variable = others.length === 0 ? /^var\.(\w+)$/.exec(reference)?.[1] : undefined;
  return variable === undefined ? undefined : constantBehind(outer, [variable]);
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Object.entries(value).find(([one]) => one === name)?.[1]
    : undefined;

/** Returns an address without the keys of `count` and `for_each`. */
export const withoutKeys = (address: string) => address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');

/** Returns all references in an expression, or in blocks of expressions. */
export function allReferencesIn(expression: unknown): readonly string[] {
  if (Array.isArray(expression)) return expression.flatMap(allReferencesIn);
  if (typeof expression !== 'object' || expression === null) return [];
  return Object.entries(expression).flatMap(([name, value]: [string, unknown]) =>
    name === 'references' && Array.isArray(value)
      ? value.filter((one): one is string => typeof one === 'string')
      : name === 'constant_value'
        ? []
        : allReferencesIn(value),
  );
}
