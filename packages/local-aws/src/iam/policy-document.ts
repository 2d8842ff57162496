import { crc32 } from 'node:zlib';
import type { ValueObject } from '@himeshima/terraform-json';
import { z } from 'zod';
import { parseWithCoercion } from '../coerce-attributes';
import { faultOf, many } from '../resource-type';

const texts = z.array(z.string()).default([]);
const text = z.string().optional();

const Principals = many(z.object({ type: z.string(), identifiers: z.array(z.string()) }));
const Statement = z.object({
  sid: z
    .string()
    .regex(/^[a-zA-Z0-9]*$/, 'must contain only letters and digits')
    .optional(),
  effect: z.enum(['Allow', 'Deny']).default('Allow'),
  actions: texts,
  not_actions: texts,
  resources: texts,
  not_resources: texts,
  principals: Principals,
  not_principals: Principals,
  condition: many(z.object({ test: z.string(), variable: z.string(), values: z.array(z.string()) })),
});
const Arguments = z.object({
  version: z.enum(['2008-10-17', '2012-10-17']).default('2012-10-17'),
  policy_id: text,
  statement: many(Statement),
  source_policy_documents: z.array(text).optional(),
  override_policy_documents: z.array(text).optional(),
});

type TextOrTexts = string | readonly string[];
type ByKey<Item> = Readonly<Record<string, Item>>;

interface PolicyStatement {
  readonly Sid?: string | undefined;
  readonly Effect?: string | undefined;
  readonly Action?: TextOrTexts | undefined;
  readonly NotAction?: TextOrTexts | undefined;
  readonly Resource?: TextOrTexts | undefined;
  readonly NotResource?: TextOrTexts | undefined;
  readonly Principal?: '*' | ByKey<TextOrTexts> | undefined;
  readonly NotPrincipal?: '*' | ByKey<TextOrTexts> | undefined;
  readonly Condition?: ByKey<ByKey<TextOrTexts>> | undefined;
}

interface PolicyDocument {
  readonly Version?: string | undefined;
  readonly Id?: string | undefined;
  readonly Statement: readonly PolicyStatement[];
}

const OneOrMany = z.union([z.string(), z.array(z.string())]);
const PrincipalJson = z.union([z.string().transform(() => '*' as const), z.record(z.string(), OneOrMany)]).optional();
const ConditionText = z.union([z.string(), z.boolean(), z.number()]).transform(String);
/** Schema for a policy in `source_policy_documents` and `override_policy_documents`. */
const DocumentJson = z.object({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z
    .array(
      z.object({
        Sid: z.string().optional(),
        Effect: z.string().optional(),
        Action: OneOrMany.optional(),
        NotAction: OneOrMany.optional(),
        Resource: OneOrMany.optional(),
        NotResource: OneOrMany.optional(),
        Principal: PrincipalJson,
        NotPrincipal: PrincipalJson,
        Condition: z
          .record(z.string(), z.record(z.string(), z.union([ConditionText, z.array(ConditionText)])))
          .optional(),
      }),
    )
    .default([]),
});

/**
 * Returns a set as the AWS provider writes it: in descending order, as a string if the set has only one element, and undefined
 * if it is empty.
 */
function setOf(values: readonly string[]): TextOrTexts | undefined {
  const [first, ...others] = [...new Set(values)].sort().reverse();
  return others.length === 0 ? first : [first ?? '', ...others];
}

function byKey<Item>(entries: readonly (readonly [string, Item])[]): ByKey<readonly Item[]> | undefined {
  if (entries.length === 0) return undefined;
  const grouped = new Map<string, Item[]>();
  // Go's JSON encoder sorts the keys of maps
  for (const [key, item] of [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    grouped.set(key, [...(grouped.get(key) ?? []), item]);
  return Object.fromEntries(grouped);
}

const mapValues = <From, To>(values: ByKey<From> | undefined, change: (value: From) => To): ByKey<To> | undefined =>
  values && Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));

function principalsOf(given: z.infer<typeof Principals>): '*' | ByKey<TextOrTexts> | undefined {
  const principals = mapValues(
    byKey(given.map(({ type, identifiers }) => [type, identifiers] as const)),
    (all) => setOf(all.flat()) ?? [],
  );
  return isEveryone(principals) ? '*' : principals;
}

/**
 * Returns whether the principals are `{"*": "*"}`, which the provider shortens to `*`. The provider does not shorten
 * `{"AWS": "*"}`, which has a different meaning in a role's trust policy.
 */
const isEveryone = (principals: ByKey<TextOrTexts> | undefined): boolean =>
  principals !== undefined && Object.keys(principals).length === 1 && String(principals['*']) === '*';

const single = (values: readonly string[]): TextOrTexts => (values.length === 1 ? (values[0] ?? '') : values);

const conditionsOf = (given: z.infer<typeof Statement>['condition']): PolicyStatement['Condition'] =>
  mapValues(
    byKey(given.map(({ test, variable, values }) => [test, [variable, values] as const] as const)),
    (tests) =>
      // the provider does not sort these values
      mapValues(byKey(tests), (values) => single(values.flat())) ?? {},
  );

/**
 * Replaces `&{` with `${` in policy variables.
 * @throws Error if the version of the policy language does not support policy variables
 */
function withVariables(values: readonly string[], version: string): readonly string[] {
  const variable = values.find((value) => value.includes('&{'));
  if (variable !== undefined && version === '2008-10-17')
    throw new Error(`version: 2008-10-17 does not support policy variables such as ${variable}; use 2012-10-17`);
  return values.map((value) => value.replaceAll('&{', '${'));
}

function statementOf(given: z.infer<typeof Statement>, version: string): PolicyStatement {
  const expand = (values: readonly string[]) => [...withVariables(values, version)];
  const expandPrincipals = (principals: z.infer<typeof Principals>) =>
    principals.map(({ type, identifiers }) => ({ type, identifiers: expand(identifiers) }));
  return {
    Sid: given.sid || undefined,
    Effect: given.effect,
    Action: setOf(given.actions),
    NotAction: setOf(given.not_actions),
    Resource: setOf(expand(given.resources)),
    NotResource: setOf(expand(given.not_resources)),
    Principal: principalsOf(expandPrincipals(given.principals)),
    NotPrincipal: principalsOf(expandPrincipals(given.not_principals)),
    Condition: conditionsOf(given.condition.map((one) => ({ ...one, values: expand(one.values) }))),
  };
}

/**
 * Parses a policy document in an argument.
 * @throws Error if the text is not a policy
 */
function parseDocument(argument: string, json: string): PolicyDocument {
  const { data, error } = DocumentJson.safeParse(parseJson(argument, json));
  if (error) throw new Error(`${argument}: ${faultOf(error)}`);
  const normalized = (principal: z.infer<typeof PrincipalJson>) => {
    if (principal === undefined || principal === '*' || isEveryone(principal)) return principal && '*';
    return mapValues(byKey(Object.entries(principal)), ([identifiers = []]) =>
      typeof identifiers === 'string' ? identifiers : [...identifiers].sort().reverse(),
    );
  };
  const conditions = (condition: PolicyStatement['Condition']) =>
    mapValues(
      condition && byKey(Object.entries(condition)),
      ([tests = {}]) => mapValues(byKey(Object.entries(tests)), ([values = []]) => single([values].flat())) ?? {},
    );
  return {
    ...data,
    Statement: data.Statement.map((statement) => ({
      ...statement,
      Principal: normalized(statement.Principal),
      NotPrincipal: normalized(statement.NotPrincipal),
      Condition: conditions(statement.Condition),
    })),
  };
}

function parseJson(argument: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Error(`${argument}: invalid JSON`);
  }
}

function merge(before: PolicyDocument, after: PolicyDocument): PolicyDocument {
  const statements = [...before.Statement];
  for (const statement of after.Statement) {
    const same = statement.Sid ? statements.findIndex(({ Sid }) => Sid === statement.Sid) : -1;
    statements.splice(same < 0 ? statements.length : same, 1, statement);
  }
  const [Version] = [before.Version ?? '', after.Version ?? ''].sort().reverse();
  return { Version, Id: after.Id || before.Id, Statement: statements };
}

function rejectDuplicateSids(argument: string, statements: readonly PolicyStatement[]): void {
  const sids = statements.flatMap(({ Sid }) => (Sid ? [Sid] : []));
  const duplicate = sids.find((sid, at) => sids.indexOf(sid) < at);
  if (duplicate !== undefined) throw new Error(`${argument}: duplicate sid ${duplicate}`);
}

/** Escapes HTML characters, as Go's JSON encoder does. */
const escapeAsGo = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

function printDocument({ Version, Id, Statement: statements }: PolicyDocument, indent: number): string {
  const ordered = statements.map((one) => ({
    Sid: one.Sid || undefined,
    Effect: one.Effect,
    Action: one.Action,
    NotAction: one.NotAction,
    Resource: one.Resource,
    NotResource: one.NotResource,
    Principal: one.Principal,
    NotPrincipal: one.NotPrincipal,
    Condition: one.Condition,
  }));
  const document = { Version: Version || undefined, Id, Statement: ordered.length > 0 ? ordered : undefined };
  return escapeAsGo(JSON.stringify(document, null, indent));
}

/**
 * Returns the result of `data.aws_iam_policy_document`, with the same text as the AWS provider.
 * Source: hashicorp/terraform-provider-aws, internal/service/iam/policy_document_data_source.go.
 * @throws Error if an argument is invalid
 */
export function policyDocument(attributes: ValueObject): ValueObject {
  const { data, error } = parseWithCoercion(Arguments, attributes);
  if (error) throw new Error(faultOf(error));
  const documentsIn = (argument: 'source_policy_documents' | 'override_policy_documents') =>
    (data[argument] ?? []).flatMap((json) => (json ? [parseDocument(argument, json)] : []));
  const sources = documentsIn('source_policy_documents');
  rejectDuplicateSids(
    'source_policy_documents',
    sources.flatMap(({ Statement: statements }) => statements),
  );
  const own = {
    Version: data.version,
    Id: data.policy_id || undefined,
    Statement: data.statement.map((one) => statementOf(one, data.version)),
  };
  rejectDuplicateSids('statement', own.Statement);
  const merged = [...sources, own, ...documentsIn('override_policy_documents')].reduce(merge, { Statement: [] });
  const json = printDocument(merged, 2);
  return { id: String(crc32(json)), json, minified_json: printDocument(merged, 0) };
}
