import type { ValueObject } from '@himeshima/terraform-json';
import { z } from 'zod';
import { parseConverted } from './converted';
import { isNamePrefix } from './generated-name';
import type { Parts } from './parts';

/** A resource of the stack, its expressions evaluated. */
export interface Declared<Attributes> {
  /** With the name of its stack before it, where another stack has the same. */
  address: string;
  /** The folder of its stack, to which paths are relative. */
  directory: string;
  attributes: Attributes;
}

/** What other resources may refer to: `arn`, `id`, `name`, … */
export type Computed = Record<string, unknown>;

/** One row of the table in docs/local.md. */
export interface ResourceType {
  /** What runs it, in a few words for the table. */
  runs: string;
  /** What is declared but makes no difference here, by attribute, in a few words for the screen and the table. */
  notSimulated: Readonly<Record<string, string>>;
  /**
   * Names of declared parts without which the resource would silently do nothing, and which do not run locally: `s3 action`.
   * @param unknown attributes whose value is not in the plan
   */
  unserved?: ((attributes: ValueObject, unknown: readonly string[]) => readonly string[]) | undefined;
  /** Computed attributes that must not be printed. */
  sensitive?: readonly string[] | undefined;
  /** @throws Error, whose text is put behind the resource's address */
  create(declared: Declared<unknown>, parts: Parts): Promise<CreatedResource>;
}

export interface CreatedResource {
  computed: Computed;
  /** Attributes that this runtime has never heard of. */
  ignored: string[];
}

/** Attributes that change nothing for anyone: they are for people and bills. */
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

/** Terraform writes a block that may stand once as an object or as a list of one. */
export function block<Shape extends z.ZodType>(schema: Shape) {
  return z.preprocess((value) => (Array.isArray(value) ? value[0] : value), schema);
}

/** Returns a schema for a block that may occur several times: a single one may be written as an object. */
export const many = <Shape extends z.ZodType>(schema: Shape) =>
  z.preprocess((value) => {
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value : [value];
  }, z.array(schema));

/** Returns the first fault of attributes: `name: expected string`. */
export function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined
    ? 'its attributes cannot be read'
    : `${issue.path.join('.') || 'attributes'}: ${issue.message}`;
}

/** Makes a resource type of a schema for its attributes and of what creates it. */
export function resourceType<Shape extends z.ZodRawShape>(type: {
  runs: string;
  attributes: Shape;
  notSimulated?: Readonly<Record<string, string>>;
  unserved?: ResourceType['unserved'];
  sensitive?: ResourceType['sensitive'];
  create(declared: Declared<z.infer<z.ZodObject<Shape>>>, parts: Parts): Promise<Computed> | Computed;
}): ResourceType {
  const schema = z.object(type.attributes);
  const notSimulated = type.notSimulated ?? {};
  return {
    runs: type.runs,
    notSimulated,
    unserved: type.unserved,
    sensitive: type.sensitive,
    async create({ attributes, ...declared }, parts) {
      const parsed = parseConverted(schema, attributes);
      if (!parsed.success) throw new Error(faultOf(parsed.error));
      const given = typeof attributes === 'object' && attributes !== null ? Object.keys(attributes) : [];
      const ignored = given.filter(
        (name) => !(name in type.attributes) && !(name in notSimulated) && !cosmetic.has(name) && !isNamePrefix(name),
      );
      return { computed: await type.create({ ...declared, attributes: parsed.data }, parts), ignored };
    },
  };
}
