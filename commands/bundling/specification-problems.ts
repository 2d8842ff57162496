import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BaseResolver, createConfig, getLineColLocation, lintFromString, ResolveError } from '@redocly/openapi-core';
import * as z from 'zod';
import { specificationFile } from './specification';

type Lint = Awaited<ReturnType<typeof lintFromString>>[number];

/** Rejects references to other files and URLs, because API Gateway imports a single file. */
class OneFileResolver extends BaseResolver {
  override loadExternalRef(reference: string): Promise<never> {
    return Promise.reject(new ResolveError(new Error(`${reference} is another file`)));
  }
}

type Settings = Exclude<Parameters<typeof createConfig>[0], string>;
type Plugin = Exclude<NonNullable<Settings['plugins']>[number], string>;

const bounds = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
] as const;

/** Schema keywords that can contradict each other. Redocly's rules do not find these contradictions. */
const Schemas = z.looseObject({
  pattern: z.string().optional(),
  ...Object.fromEntries(bounds.flat().map((keyword) => [keyword, z.number().optional()])),
});

function* unsatisfiable(schema: z.infer<typeof Schemas>): Generator<{ keyword: string; message: string }> {
  try {
    if (schema.pattern !== undefined) new RegExp(schema.pattern);
  } catch (error) {
    yield { keyword: 'pattern', message: error instanceof Error ? error.message : String(error) };
  }
  for (const [least, most] of bounds) {
    const [from, to] = [Number(schema[least] ?? Number.NaN), Number(schema[most] ?? Number.NaN)];
    if (from > to) yield { keyword: least, message: `${least} ${from} is greater than ${most} ${to}` };
  }
}

const ownRules: Plugin = {
  id: 'himeshima',
  rules: {
    oas3: {
      'satisfiable-schema': () => ({
        Schema(schema, { report, location }) {
          const { data } = Schemas.safeParse(schema);
          if (data === undefined) return;
          for (const { keyword, message } of unsatisfiable(data))
            report({ message, location: location.child(keyword) });
        },
      }),
    },
  },
};

const rules = [
  'struct',
  'no-unresolved-refs',
  'himeshima/satisfiable-schema',
  'no-enum-type-mismatch',
  'no-identical-paths',
  'no-required-schema-properties-undefined',
  'no-schema-type-mismatch',
  'operation-operationId-unique',
  'operation-parameters-unique',
  'path-parameters-defined',
];

/**
 * Validates the REST API against the OpenAPI Specification. Reports unknown keywords and types, missing fields, unresolved
 * references, unsatisfiable schemas and duplicate names. Extensions such as `x-amazon-apigateway-*` are allowed.
 * @returns one line for each problem: file, line, column, reason
 */
export async function specificationProblems(root: string): Promise<readonly string[]> {
  const source = readFileSync(join(root, specificationFile), 'utf8');
  const config = await createConfig({
    plugins: [ownRules],
    rules: Object.fromEntries(rules.map((rule) => [rule, 'error'])),
  });
  try {
    const problems = await lintFromString({
      source,
      absoluteRef: join(root, specificationFile),
      config,
      externalRefResolver: new OneFileResolver(),
    });
    return [...new Set(problems.map(lineOf))];
  } catch (error) {
    // the file is not YAML or does not contain an object
    return [`${specificationFile}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function lineOf({ location: [location], message, suggest: [suggested] }: Lint): string {
  const place = location === undefined ? undefined : getLineColLocation(location);
  const text = place?.source.getLines()[place.start.line - 1]?.slice(place.start.col - 1) ?? '';
  const at = place === undefined ? '' : `:${place.start.line}:${place.start.col}`;
  const hint = suggested === undefined ? '' : `; did you mean ${suggested}?`;
  return `${specificationFile}${at}: ${reasonOf(message.replaceAll('`', ''), text)}${hint}`;
}

/** Rewords a message from Redocly. @param text rest of the line, starting at the problem */
function reasonOf(message: string, text: string): string {
  const [, unknown] = /^Property (.+) is not expected here/.exec(message) ?? [];
  if (unknown !== undefined) return `unknown keyword ${unknown}`;
  const [, missing] = /^The field (.+) must be present/.exec(message) ?? [];
  if (missing !== undefined) return `missing keyword ${missing}`;
  const [, key, known] = /^(\w+) can be one of the following only: (.+?)\.?$/.exec(message) ?? [];
  if (key !== undefined)
    return `invalid ${key} ${JSON.stringify(/^[^\s,}]+/.exec(text)?.[0] ?? '')}: expected ${known}`;
  if (!message.startsWith("Can't resolve $ref")) return message.replace(/\.$/, '');
  const [reference = ''] = /[^"'\s]*#[^"'\s]*/.exec(text) ?? [];
  return `unresolved reference ${reference}: expected the name of a component in this file`;
}
