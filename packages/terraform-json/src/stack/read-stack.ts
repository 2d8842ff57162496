import * as z from 'zod';
import { isObject, isValue, type Value, type ValueObject } from '../value';
import { mergeArrays } from './merge-files';
import { readVariable, withoutComment } from './read-module-values';
import type { Block, Output, Provider, Stack, TerraformBlock } from './stack';
import { StackError } from './stack-error';
import { metaSchema, parse, stackSchema, value } from './stack-schema';

/**
 * Reads a synthesized stack from the parsed JSON of `cdk.tf.json`. Source: Terraform language, "JSON configuration
 * syntax"; the metadata in `//` is specific to cdktf.
 * @throws StackError with the path, for invalid Terraform JSON and for unsupported features: modules, count, for_each,
 * dynamic blocks and provisioners
 */
export function readStack(json: unknown): Stack {
  const root = parse(stackSchema, isValue(json) && isObject(json) ? mergeArrays(json) : json, '');
  rejectUnknownBlocks(root);
  const resources = blocksOf('resource', root.resource);
  const dataSources = blocksOf('data', root.data);
  const blocks = [...resources, ...dataSources];
  const providers = Object.entries(root.provider).flatMap(([name, list]) =>
    list.map((attributes) => readProvider(name, attributes)),
  );
  rejectUndeclaredProviders(blocks, providers);
  return {
    name: stackName(root['//']),
    resources,
    dataSources,
    variables: Object.entries(root.variable).map(([name, attributes]) => readVariable(name, attributes)),
    locals: withoutComment(root.locals),
    outputs: Object.entries(root.output).map(([name, attributes]) => readOutput(name, attributes)),
    providers,
    terraform: readTerraform(root.terraform),
    conditions: [
      ...Object.entries(root.variable).flatMap(([name, { validation }]) =>
        validation === undefined ? [] : [`var.${name}.validation`],
      ),
      ...blocks.flatMap(lifecycleConditions),
      ...Object.keys(root.check).map((name) => `check.${name}`),
    ],
  };
}

/**
 * Rejects undeclared provider aliases. A provider without an alias needs no block. Source: Terraform language,
 * "The provider meta-argument".
 */
function rejectUndeclaredProviders(blocks: readonly Block[], providers: readonly Provider[]): void {
  const declared = new Set(providers.map(({ name }) => name));
  for (const { address, provider = '' } of blocks) {
    if (provider.includes('.') && !declared.has(provider))
      throw new StackError(`${address}.provider`, `${provider} is not declared`);
  }
}

const lifecycleConditions = ({ address, lifecycle }: Block): readonly string[] =>
  ['precondition', 'postcondition']
    .filter((name) => lifecycle[name] !== undefined)
    .map((name) => `${address}.lifecycle.${name}`);

const unsupportedBlocks: Readonly<Record<string, string>> = {
  module: 'modules are not supported; declare the resources in the stack itself',
  ephemeral: 'ephemeral resources are not supported',
};

// These blocks affect only Terraform's state. They do not change which resources exist after apply.
const ignoredBlocks: ReadonlySet<string> = new Set(['moved', 'import', 'removed']);

function rejectUnknownBlocks(root: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(root)) {
    const reason = unsupportedBlocks[key];
    if (reason !== undefined) throw new StackError(key, reason);
    if (!(key in stackSchema.shape) && !ignoredBlocks.has(key))
      throw new StackError(key, 'Terraform has no such block');
  }
}

function stackName(comment: Value | undefined): string | undefined {
  const shape = z.looseObject({ metadata: z.looseObject({ stackName: z.string() }) });
  return shape.safeParse(comment).data?.metadata.stackName;
}

type NamedBlocks = Readonly<Record<string, Readonly<Record<string, ValueObject>>>>;

function blocksOf(kind: Block['kind'], byType: NamedBlocks): Block[] {
  return Object.entries(byType).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, attributes]) => readBlock({ kind, type, name }, attributes)),
  );
}

const unsupportedAttributes: Readonly<Record<string, string>> = {
  count: 'count is not supported; declare the resources one by one',
  for_each: 'for_each is not supported; declare the resources one by one',
  provisioner: 'provisioners are not supported',
  connection: 'provisioner connections are not supported',
  dynamic: 'dynamic blocks are not supported; write the blocks out',
};

const metaNames: ReadonlySet<string> = new Set(Object.keys(metaSchema.shape));

function readBlock(identity: Pick<Block, 'kind' | 'type' | 'name'>, attributes: ValueObject): Block {
  const plain = `${identity.type}.${identity.name}`;
  const address = identity.kind === 'data' ? `data.${plain}` : plain;
  for (const [name, reason] of Object.entries(unsupportedAttributes)) {
    if (Object.hasOwn(attributes, name)) throw new StackError(address, reason);
  }
  const meta = parse(metaSchema, attributes, address);
  return {
    ...identity,
    address,
    attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => !metaNames.has(name))),
    // cdktf writes addresses, but Terraform also accepts expressions
    dependsOn: (meta.depends_on ?? []).map((address) => address.replace(/^\$\{(.*)\}$/, '$1')),
    lifecycle: meta.lifecycle ?? {},
    provider: meta.provider,
    constructPath: meta['//']?.metadata?.path,
  };
}

const outputSchema = z.looseObject({ value, sensitive: z.boolean().default(false) });

function readOutput(name: string, attributes: ValueObject): Output {
  const output = parse(outputSchema, attributes, `output.${name}`);
  return { name, value: output.value, sensitive: output.sensitive };
}

function readProvider(name: string, attributes: ValueObject): Provider {
  const { alias } = parse(z.looseObject({ alias: z.string().optional() }), attributes, `provider.${name}`);
  return { name: alias === undefined ? name : `${name}.${alias}`, attributes: withoutComment(attributes) };
}

function readTerraform(block: z.infer<typeof stackSchema>['terraform']): TerraformBlock {
  const [backend] = Object.entries(block.backend ?? {});
  return {
    requiredVersion: block.required_version,
    requiredProviders: block.required_providers ?? {},
    backend: backend && { type: backend[0], attributes: backend[1] },
  };
}
