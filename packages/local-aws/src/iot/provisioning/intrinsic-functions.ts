import { z } from 'zod';

/** Error for an invalid template or parameter. Its message is sent to the device. */
export class TemplateError extends Error {}

/** Parameters and mappings for evaluating a template. */
export interface TemplateScope {
  /** Returns a parameter's value. Throws a TemplateError if the parameter has no value. */
  parameter(name: string): string;
  mappings: Mappings;
}

export type Mappings = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>>;

const Name = z.string();
const Index = z.coerce.number().int().nonnegative();

/**
 * Pattern for CloudFormation's substitutions, `${Name}`, and their literal form, `${!Name}`, which becomes `${Name}`.
 */
const substitution = /\$\{(!?)([^}]*)\}/g;

function evaluateString(node: unknown, scope: TemplateScope): string {
  const value = evaluateNode(node, scope);
  if (typeof value !== 'string') throw new TemplateError(`${JSON.stringify(node)} is not a string`);
  return value;
}

function evaluateList(node: unknown, scope: TemplateScope): unknown[] {
  const value = evaluateNode(node, scope);
  if (!Array.isArray(value)) throw new TemplateError(`${JSON.stringify(node)} is not a list`);
  return value;
}

function argumentsOf(node: unknown, count: number, name: string): unknown[] {
  if (Array.isArray(node) && node.length === count) return node;
  throw new TemplateError(`${name} requires a list of ${count} arguments`);
}

type Intrinsic = (argument: unknown, scope: TemplateScope) => unknown;

/** Intrinsic functions by name. Source: AWS IoT developer guide, "Provisioning templates", "Intrinsic functions". */
const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>(
  Object.entries({
    Ref: (argument: unknown, scope: TemplateScope) => scope.parameter(Name.parse(argument)),
    'Fn::Join': (argument: unknown, scope: TemplateScope) => {
      const [delimiter, values] = argumentsOf(argument, 2, 'Fn::Join');
      return evaluateList(values, scope)
        .map((value) => evaluateString(value, scope))
        .join(evaluateString(delimiter, scope));
    },
    'Fn::Split': (argument: unknown, scope: TemplateScope) => {
      const [delimiter, text] = argumentsOf(argument, 2, 'Fn::Split');
      return evaluateString(text, scope).split(evaluateString(delimiter, scope));
    },
    'Fn::Select': (argument: unknown, scope: TemplateScope) => {
      const [index, values] = argumentsOf(argument, 2, 'Fn::Select');
      const value = evaluateList(values, scope)[Index.parse(evaluateNode(index, scope))];
      if (value === undefined || value === null) throw new TemplateError('Fn::Select: no element at this index');
      return value;
    },
    'Fn::FindInMap': (argument: unknown, scope: TemplateScope) => {
      const [map = '', first = '', second = ''] = argumentsOf(argument, 3, 'Fn::FindInMap').map((key) =>
        evaluateString(key, scope),
      );
      const value = scope.mappings.get(map)?.get(first)?.get(second);
      if (value === undefined) throw new TemplateError(`Fn::FindInMap: no value at ${map}.${first}.${second}`);
      return value;
    },
    'Fn::Sub': (argument: unknown, scope: TemplateScope) => {
      const [text, values] = Array.isArray(argument) ? argumentsOf(argument, 2, 'Fn::Sub') : [argument, {}];
      const variables = z.record(z.string(), z.unknown()).parse(values);
      return Name.parse(text).replace(substitution, (_found, literal: string, name: string) => {
        if (literal !== '') return `\${${name}}`;
        return name in variables ? evaluateString(variables[name], scope) : scope.parameter(name);
      });
    },
  }),
);

/** Evaluates the intrinsic functions in a template fragment. Throws a TemplateError if an argument is invalid. */
export function evaluateNode(node: unknown, scope: TemplateScope): unknown {
  if (Array.isArray(node)) return node.map((item) => evaluateNode(item, scope));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node);
  const [[name, argument] = ['', undefined]] = entries;
  const intrinsic = entries.length === 1 ? intrinsics.get(name) : undefined;
  if (intrinsic !== undefined) return withTemplateErrors(name, () => intrinsic(argument, scope));
  return Object.fromEntries(entries.map(([key, value]) => [key, evaluateNode(value, scope)]));
}

function withTemplateErrors(name: string, run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof z.ZodError) throw new TemplateError(`invalid argument to ${name}`);
    throw error;
  }
}
