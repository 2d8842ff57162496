import { conditionOf } from './condition';
import type { PolicyDocument, PolicyStatement } from './document';
import { type PolicyPrincipal, type Reach, reachOf } from './principal';
import { type PolicyContext, prepareText } from './variables';
import { matcherOf, wildcardPieces } from './wildcard';

export interface StatementRequest {
  /** Action, such as `iot:Publish`. */
  action: string;
  /** ARN of the requested resource. */
  resource: string;
  context: PolicyContext;
  /** Caller, for resource policies. Statements without a principal apply to every identity to which the policy is attached. */
  principal?: PolicyPrincipal | undefined;
}

export interface PreparedStatement {
  readonly effect: PolicyStatement['Effect'];
  /** Sid of the statement, or its position if it has no Sid. */
  readonly sid: string;
  readonly applies: (request: StatementRequest) => boolean;
  /** Returns how specifically the statement names the caller. Must be called only if the statement applies. */
  readonly reach: (principal: PolicyPrincipal | undefined) => Reach | undefined;
}

const known = new WeakMap<PolicyDocument, readonly PreparedStatement[]>();

/** Returns a document's statements. Compiles their patterns on first use and caches them for the lifetime of the document. */
export function statementsOf(document: PolicyDocument): readonly PreparedStatement[] {
  const kept = known.get(document);
  if (kept !== undefined) return kept;
  // version 2012-10-17 introduced variables (IAM user guide, "reference_policies_elements_version")
  const variables = document.Version === '2012-10-17';
  const prepared = document.Statement.map((statement, index) => ({
    effect: statement.Effect,
    sid: statement.Sid ?? `statement ${index + 1}`,
    applies: appliesOf(statement, variables),
    reach: (principal: PolicyPrincipal | undefined) => reachOf(statement, principal),
  }));
  known.set(document, prepared);
  return prepared;
}

function appliesOf(statement: PolicyStatement, variables: boolean): PreparedStatement['applies'] {
  const actionFits = actionOf(statement);
  // compile both on first use, because most statements do not match the action
  const resource = once(() => resourceOf(statement, variables));
  const condition = once(() => conditionOf(statement, { variables }));
  return (request) =>
    actionFits(request.action) &&
    reachOf(statement, request.principal) !== undefined &&
    resource()(request) &&
    condition()(request.context);
}

function once<Made>(make: () => Made): () => Made {
  let made: { value: Made } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

// actions are case-insensitive (IAM user guide, "reference_policies_elements_action")
function actionOf({ Action, NotAction }: PolicyStatement): (action: string) => boolean {
  const matchers = (Action ?? NotAction ?? []).map((pattern) => matcherOf(wildcardPieces(pattern.toLowerCase())));
  const named = Action !== undefined;
  return (action) => {
    const lower = action.toLowerCase();
    return matchers.some((fits) => fits(lower)) === named;
  };
}

function resourceOf({ Resource, NotResource, Effect }: PolicyStatement, variables: boolean) {
  const named = Resource !== undefined;
  const patterns = (Resource ?? NotResource)?.map((text) => prepareText({ text, variables }, matcherOf));
  return ({ resource, context }: StatementRequest): boolean => {
    // a resource policy without Resource applies to the resource to which it is attached
    if (patterns === undefined) return true;
    if (named) return patterns.some((pattern) => pattern(context)?.(resource) === true);
    const matchers = patterns.map((pattern) => pattern(context));
    // if a variable is undefined, the excluded resources are unknown, so nothing is granted
    if (Effect === 'Allow' && matchers.includes(undefined)) return false;
    return !matchers.some((fits) => fits?.(resource) === true);
  };
}
