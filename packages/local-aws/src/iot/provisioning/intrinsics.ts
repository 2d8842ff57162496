import { z } from 'zod';

/** Something that a template or the one who asks has wrong; the text is the device's. */
export class TemplateError extends Error {}

/** What a template is evaluated with. */
export interface TemplateScope {
  /** The value of a parameter. @throws TemplateError where it has none */
  parameter(name: string): string;
  mappings: Mappings;
}

export type Mappings = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>>;

const Name = z.string();
const Index = z.coerce.number().int().nonnegative();

/** CloudFormation's `${Name}`; `${!Name}` stays as it is, without the `!`. */
const substitution = /\$\{(!?)([^}]*)\}/g;

function textOf(node: unknown, scope: TemplateScope): string {
  const value = evaluateNode(node, scope);
  if (typeof value !== 'string') throw new TemplateError(`${JSON.stringify(node)} is no text`);
  return value;
}

function listOf(node: unknown, scope: TemplateScope): unknown[] {
  const value = evaluateNode(node, scope);
  if (!Array.isArray(value)) throw new TemplateError(`${JSON.stringify(node)} is no list`);
  return value;
}

function argumentsOf(node: unknown, count: number, name: string): unknown[] {
  if (Array.isArray(node) && node.length === count) return node;
  throw new TemplateError(`${name} takes ${count} arguments in a list`);
}

type Intrinsic = (argument: unknown, scope: TemplateScope) => unknown;

/** AWS IoT developer guide, "Provisioning templates", "Intrinsic functions". */
const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>(
  Object.entries({
    Ref: (argument: unknown, scope: TemplateScope) => scope.parameter(Name.parse(argument)),
    'Fn::Join': (argument: unknown, scope: TemplateScope) => {
      const [delimiter, values] = argumentsOf(argument, 2, 'Fn::Join');
      return listOf(values, scope)
        .map((value) => textOf(value, scope))
        .join(textOf(delimiter, scope));
    },
    'Fn::Split': (argument: unknown, scope: TemplateScope) => {
      const [delimiter, text] = argumentsOf(argument, 2, 'Fn::Split');
      return textOf(text, scope).split(textOf(delimiter, scope));
    },
    'Fn::Select': (argument: unknown, scope: TemplateScope) => {
      const [index, values] = argumentsOf(argument, 2, 'Fn::Select');
      const value = listOf(values, scope)[Index.parse(evaluateNode(index, scope))];
      if (value === undefined || value === null) throw new TemplateError('Fn::Select selects nothing');
      return value;
    },
    'Fn::FindInMap': (argument: unknown, scope: TemplateScope) => {
      const [map = '', first = '', second = ''] = argumentsOf(argument, 3, 'Fn::FindInMap').map((key) =>
        textOf(key, scope),
      );
      const found = scope.mappings.get(map)?.get(first)?.get(second);
      if (found === undefined) throw new TemplateError(`Fn::FindInMap finds nothing at ${map}.${first}.${second}`);
      return found;
    },
    'Fn::Sub': (argument: unknown, scope: TemplateScope) => {
      const [text, values] = Array.isArray(argument) ? argumentsOf(argument, 2, 'Fn::Sub') : [argument, {}];
      const own = z.record(z.string(), z.unknown()).parse(values);
      return Name.parse(text).replace(substitution, (_found, literal: string, name: string) => {
        if (literal !== '') return `\${${name}}`;
        return name in own ? textOf(own[name], scope) : scope.parameter(name);
      });
    },
  }),
);

/** A part of a template with its functions carried out. @throws TemplateError */
export function evaluateNode(node: unknown, scope: TemplateScope): unknown {
  if (Array.isArray(node)) return node.map((item) => evaluateNode(item, scope));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node);
  const [[name, argument] = ['', undefined]] = entries;
  const intrinsic = entries.length === 1 ? intrinsics.get(name) : undefined;
  if (intrinsic !== undefined) return carriedOut(name, () => intrinsic(argument, scope));
  return Object.fromEntries(entries.map(([key, value]) => [key, evaluateNode(value, scope)]));
}

function carriedOut(name: string, run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof z.ZodError) throw new TemplateError(`the argument of ${name} is none that it takes`);
    throw error;
  }
}
