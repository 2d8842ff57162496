import { type Block, isList, isObject, property, readStack, type Value } from '@himeshima/terraform-json';
import type { Finding } from './findings';
import { knownValues, refersTo } from './known-values';
import { plainTerraform } from './plain-terraform';

/** Object that synthesizes Terraform JSON, such as cdktf's `TerraformStack`. */
export interface SynthesizableStack {
  toTerraform(): unknown;
  prepareStack?(): void;
}

/** Stack to check: an object that synthesizes it, or the content of its `cdk.tf.json`, either as text or parsed. */
export type StackInput = SynthesizableStack | string | object;

/** Resource type and the path of the attribute that contains its physical name, such as `bucket` for `aws_s3_bucket`. */
export interface NamedType {
  readonly type: string;
  readonly name: string;
}

/** Declared resources with evaluated attributes. */
export interface DeclaredStack {
  readonly resources: readonly Block[];
  /** Findings for modules, which cannot be checked. */
  readonly unchecked: readonly Finding[];
  ofType(...types: readonly string[]): readonly Block[];
  /** Returns the value at a path such as `tracing_config.mode`. A block may be an object or a list with one item. */
  read(block: Block, path: string): Value | undefined;
  /** Returns the resource that an attribute refers to, by reference or by its physical name. */
  named(block: Block, path: string, target: NamedType): Block | undefined;
}

/**
 * Reads a stack.
 * @throws StackError if it is not Terraform JSON, Error if a text is not JSON
 */
export function declaredStack(input: StackInput): DeclaredStack {
  const { json, modules } = plainTerraform(jsonOf(input));
  const stack = readStack(json);
  const values = knownValues(stack);
  const read: DeclaredStack['read'] = (block, path) => {
    const [first = '', ...steps] = path.split('.');
    return steps.reduce<Value | undefined>(stepInto, values.attribute(block, first));
  };
  const ofType: DeclaredStack['ofType'] = (...types) => stack.resources.filter(({ type }) => types.includes(type));
  return {
    resources: stack.resources,
    unchecked: modules.map((name) => ({
      address: `module.${name}`,
      problem: 'its resources are not in the stack and therefore not checked',
      fix: 'check them where the module is tested',
    })),
    ofType,
    read,
    named(block, path, { type, name }) {
      const text = read(block, path);
      if (typeof text !== 'string') return undefined;
      return ofType(type).find((one) => refersTo(text, one.address) || read(one, name) === text);
    },
  };
}

function stepInto(value: Value | undefined, step: string): Value | undefined {
  const only = value !== undefined && isList(value) ? value[0] : value;
  return only !== undefined && isObject(only) ? property(only, step) : undefined;
}

const isSynthesizable = (input: StackInput): input is SynthesizableStack =>
  typeof input === 'object' && 'toTerraform' in input && typeof input.toTerraform === 'function';

function jsonOf(input: StackInput): unknown {
  if (typeof input === 'string') return parseJson(input);
  if (!isSynthesizable(input)) return input;
  input.prepareStack?.();
  return input.toTerraform();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`invalid stack "${text.slice(0, 60)}": expected the content of cdk.tf.json, not its path`);
  }
}
