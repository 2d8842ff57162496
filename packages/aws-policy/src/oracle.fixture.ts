import type { PolicyDocument, PolicyStatement } from './document';
import type { PolicyContext } from './variables';

interface OracleRequest {
  readonly documents: readonly PolicyDocument[];
  readonly action: string;
  readonly resource: string;
  readonly context: PolicyContext;
}

/**
 * Evaluates a request. This slow reference implementation follows IAM's documentation sentence by sentence: it checks every
 * statement, converts every pattern to a regular expression, and replaces every variable. Only the string condition operators are
 * supported. Source: IAM user guide, "reference_policies_evaluation-logic", "reference_policies_elements_condition",
 * "reference_policies_condition-logic-multiple-context-keys-or-values"; AWS IoT developer guide, "iot-policies".
 */
export function oracle(request: OracleRequest): 'allowed' | 'denied' | 'not allowed' {
  const applying = request.documents.flatMap(({ Statement, Version }) =>
    Statement.filter((statement) => applies(statement, request, Version === '2012-10-17')),
  );
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return applying.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'not allowed';
}

function applies(
  statement: PolicyStatement,
  { action, resource, context }: OracleRequest,
  variables: boolean,
): boolean {
  const fits = (pattern: string, text: string) => expression(pattern, context, variables)?.test(text);
  const anyAction = (patterns: readonly string[]) =>
    patterns.some((pattern) => new RegExp(`^${regexOf(pattern.toLowerCase())}$`, 's').test(action.toLowerCase()));
  if (statement.Action !== undefined && !anyAction(statement.Action)) return false;
  if (statement.NotAction !== undefined && anyAction(statement.NotAction)) return false;
  const answers = (statement.Resource ?? statement.NotResource ?? []).map((pattern) => fits(pattern, resource));
  if (statement.Resource !== undefined && !answers.includes(true)) return false;
  if (statement.NotResource !== undefined) {
    if (answers.includes(true)) return false;
    // if a variable is undefined, the excluded resources are unknown, so nothing is granted
    if (statement.Effect === 'Allow' && answers.includes(undefined)) return false;
  }
  return Object.entries(statement.Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) =>
      holds({ operator, expected, given: valuesOf(context, key) }, { statement, context, variables }),
    ),
  );
}

function holds(
  { operator, expected, given }: { operator: string; expected: readonly string[]; given: readonly string[] },
  { statement, context, variables }: { statement: PolicyStatement; context: PolicyContext; variables: boolean },
): boolean {
  const set = operator.includes(':') ? operator.split(':')[0] : undefined;
  const ifExists = operator.endsWith('IfExists');
  const plain = operator.replace(/^.*:/, '').replace(/IfExists$/, '');
  const isNot = plain.startsWith('StringNot');
  const isLike = plain.endsWith('Like');
  const expressions = expected.map((text) => expression(text, context, variables, isLike));
  if (isNot && statement.Effect === 'Allow' && expressions.includes(undefined)) return false;
  const isOneOf = (value: string) => expressions.some((one) => one?.test(value) === true);
  const isRight = (value: string) => (isNot ? !isOneOf(value) : isOneOf(value));
  if (given.length === 0) return ifExists || set === 'ForAllValues' || (isNot && set === undefined);
  if (set === 'ForAllValues' || (isNot && set === undefined)) return given.every(isRight);
  return given.some(isRight);
}

function valuesOf(context: PolicyContext, key: string): readonly string[] {
  const named = Object.keys(context).find((name) => name.toLowerCase() === key.toLowerCase());
  const value = named === undefined ? undefined : context[named];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** Converts a pattern to a regular expression. Returns undefined if a variable has no value or several values. */
function expression(text: string, context: PolicyContext, variables: boolean, wildcards = true): RegExp | undefined {
  const parts = variables ? text.split(/(\$\{[^}]*\})/) : [text];
  let source = '';
  for (const part of parts) {
    const [, name] = (variables && /^\$\{([^}]*)\}$/.exec(part)) || [];
    if (name === undefined) source += wildcards ? regexOf(part) : escapePattern(part);
    else {
      const [value, ...more] = valuesOf(context, name);
      if (value === undefined || more.length > 0) return undefined;
      source += escapePattern(value);
    }
  }
  return new RegExp(`^${source}$`, 's');
}

const escapePattern = (text: string) => text.replace(/[\\^$.|+()[\]{}*?]/g, '\\$&');
const regexOf = (pattern: string) => escapePattern(pattern).replace(/\\\*/g, '.*').replace(/\\\?/g, '.');
