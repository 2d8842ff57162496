import * as z from 'zod';
import type { ValueObject } from '../value';
import { mergeFiles } from './merge-files';
import type { ModuleValues, Variable } from './stack';
import { parse, stackSchema, value } from './stack-schema';

const valuesSchema = stackSchema.pick({ variable: true, locals: true });

/**
 * Reads the variables and locals of a module, and ignores its other blocks. The module may contain features that `readStack` rejects.
 * @param files parsed `*.tf.json` files, or HCL files that were converted to this syntax, keyed by file name
 * @throws StackError with the path, for invalid Terraform JSON
 */
export function readModuleValues(files: ReadonlyMap<string, unknown>): ModuleValues {
  const declarations = [...files].map(
    ([file, json]) => [file, isObjectOf(json) ? declarationsIn(json) : json] as const,
  );
  const { variable, locals } = parse(valuesSchema, mergeFiles(new Map(declarations)), '');
  return {
    variables: Object.entries(variable).map(([name, attributes]) => readVariable(name, attributes)),
    locals: withoutComment(locals),
  };
}

const isObjectOf = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const declarationsIn = ({ variable, locals }: Readonly<Record<string, unknown>>) => ({
  ...(variable !== undefined && { variable }),
  ...(locals !== undefined && { locals }),
});

const variableSchema = z.looseObject({
  default: value.optional(),
  // a converter from HCL writes a type as an expression
  type: z
    .string()
    .transform((type) => type.replace(/^\$\{(.*)\}$/s, '$1'))
    .optional(),
  sensitive: z.boolean().default(false),
  description: z.string().optional(),
});

/** Reads the attributes of a `variable` block. @throws StackError */
export function readVariable(name: string, attributes: ValueObject): Variable {
  const { default: fallback, type, sensitive, description } = parse(variableSchema, attributes, `var.${name}`);
  return { name, default: fallback, type, sensitive, description };
}

/** Removes cdktf's metadata. */
export function withoutComment(attributes: ValueObject): ValueObject {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== '//'));
}
