import type { ValueObject } from '@himeshima/terraform-json';
import { z } from 'zod';
import { parseWithCoercion } from './coerce-attributes';
import { droppedIn } from './declared-paths';
import { type GeneratedName, isNamePrefix } from './generated-name';
import type { PlatformServices } from './services';

/** Resource of a stack, with its expressions evaluated. */
export interface DeclaredResource<Attributes> {
  /** Address, prefixed with the stack's name if another stack contains the same address. */
  address: string;
  /** Folder of the stack; relative paths are resolved against it. */
  directory: string;
  attributes: Attributes;
  /** Whether the resource is running and its declaration has changed. */
  isUpdate?: boolean | undefined;
}

/** Computed attributes, which other resources can refer to: `arn`, `id`, `name`, … */
export type ComputedAttributes = Record<string, unknown>;

/** Implementation of a resource type, and its row in the table of docs/local.md. */
export interface ResourceType {
  /** Short description of the implementation for the table. */
  runs: string;
  /** Short descriptions of features that have no effect locally, keyed by attribute or by the path of a nested attribute, for the screen
   * and the table. */
  notSimulated: Readonly<Record<string, string>>;
  /**
   * Returns the names of declared but unsupported features without which the resource would have no effect: `s3 action`.
   * @param unknown attributes whose value is not in the plan
   */
  unsupported?: ((attributes: ValueObject, unknown: readonly string[]) => readonly string[]) | undefined;
  /** Computed attributes that must not be printed. */
  sensitive?: readonly string[] | undefined;
  /** Attribute that Terraform sets to a generated name if the configuration contains no name. */
  generatedName?: GeneratedName | undefined;
  /** Whether the --data folder keeps the resource's data when the plan no longer declares the resource. */
  keepsData?: boolean | undefined;
  /**
   * Creates the resource.
   * @throws Error with a message that can follow the resource's address
   */
  create(declared: DeclaredResource<unknown>, parts: PlatformServices): Promise<CreatedResource>;
  /**
   * Whether `create` also updates a running resource, which then keeps its data. If not, the resource is removed and
   * created again. `restart` means that a restart is required, because the running resource would keep attributes
   * that the declaration no longer contains.
   */
  updatesInPlace?: boolean | ((before: ValueObject, after: ValueObject) => boolean | 'restart') | undefined;
  /** Removes the resource from the running platform; undefined if the removal requires a restart. */
  remove?: ((declared: DeclaredResource<unknown>, parts: PlatformServices) => Promise<void>) | undefined;
}

export interface CreatedResource {
  computed: ComputedAttributes;
  /** Attributes that the local runtime does not support. */
  ignored: string[];
}

/** Attributes that do not affect the behavior of resources, such as tags and descriptions. */
const cosmetic = new Set([
  'tags',
  'tags_all',
  'description',
  'lifecycle',
  'region',
  'timeouts',
  'provider',
  'depends_on',
  '//',
]);

/**
 * Returns a schema for a block that can occur only once,
 * which Terraform writes as an object or as a list with one object.
 */
export function block<Shape extends z.ZodType>(schema: Shape) {
  return z.preprocess((value) => (Array.isArray(value) ? value[0] : value), schema);
}

/** Returns a schema for a block that can occur several times; Terraform can write a single block as an object. */
export const many = <Shape extends z.ZodType>(schema: Shape) =>
  z.preprocess((value) => {
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value : [value];
  }, z.array(schema));

/** Returns the first validation error in the attributes: `name: expected string`. */
export function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined
    ? 'the attributes cannot be read'
    : `${issue.path.join('.') || 'attributes'}: ${issue.message}`;
}

/** Creates a resource type from a schema for its attributes and a function that creates the resource. */
export function resourceType<Shape extends z.ZodRawShape>(type: {
  runs: string;
  attributes: Shape;
  notSimulated?: Readonly<Record<string, string>>;
  unsupported?: ResourceType['unsupported'];
  sensitive?: ResourceType['sensitive'];
  generatedName?: ResourceType['generatedName'];
  keepsData?: ResourceType['keepsData'];
  create(
    declared: DeclaredResource<z.infer<z.ZodObject<Shape>>>,
    parts: PlatformServices,
  ): Promise<ComputedAttributes> | ComputedAttributes;
  updatesInPlace?: ResourceType['updatesInPlace'];
  remove?(declared: DeclaredResource<z.infer<z.ZodObject<Shape>>>, parts: PlatformServices): unknown;
}): ResourceType {
  const schema = z.object(type.attributes);
  const notSimulated = type.notSimulated ?? {};
  const { remove } = type;
  return {
    runs: type.runs,
    notSimulated,
    unsupported: type.unsupported,
    sensitive: type.sensitive,
    generatedName: type.generatedName,
    keepsData: type.keepsData,
    updatesInPlace: type.updatesInPlace,
    remove:
      remove &&
      (async ({ attributes, ...declared }, parts) => {
        const parsed = parseWithCoercion(schema, attributes);
        if (!parsed.success) throw new Error(faultOf(parsed.error));
        await remove({ ...declared, attributes: parsed.data }, parts);
      }),
    async create({ attributes, ...declared }, parts) {
      const parsed = parseWithCoercion(schema, attributes);
      if (!parsed.success) throw new Error(faultOf(parsed.error));
      const ignored = droppedIn(attributes, parsed.data).filter(
        (path) => !(path in notSimulated) && !cosmetic.has(path.replace(/.*\./, '')) && !isNamePrefix(path),
      );
      return { computed: await type.create({ ...declared, attributes: parsed.data }, parts), ignored };
    },
  };
}
