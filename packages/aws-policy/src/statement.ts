import { conditionOf } from './condition';
import type { PolicyDocument, PolicyStatement } from './document';
import { type PolicyPrincipal, type Reach, reachOf } from './principal';
import { type PolicyContext, resolved } from './variables';
import { matcherOf, wildcardPieces } from './wildcard';

export interface StatementRequest {
  /** `iot:Publish` */
  action: string;
  /** The ARN of what is acted on. */
  resource: string;
  context: PolicyContext;
  /** For resource policies: who asks. Statements without a principal apply to everyone who carries the policy. */
  principal?: PolicyPrincipal | undefined;
}

export interface PreparedStatement {
  readonly effect: PolicyStatement['Effect'];
  /** Its Sid, else its place. */
  readonly sid: string;
  readonly applies: (request: StatementRequest) => boolean;
  /** How near it comes to the one who asks; asked of those that apply. */
  readonly reach: (principal: PolicyPrincipal | undefined) => Reach | undefined;
}

const known = new WeakMap<PolicyDocument, readonly PreparedStatement[]>();

/** The statements of a document, their patterns prepared at the first question and kept as long as the document. */
export function statementsOf(document: PolicyDocument): readonly PreparedStatement[] {
  const kept = known.get(document);
  if (kept !== undefined) return kept;
  // variables came with this version. IAM user guide, "reference_policies_elements_version"
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
  // most statements speak of other actions: what they say of resources is prepared when it is first asked for
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

// actions are not case-sensitive. IAM user guide, "reference_policies_elements_action"
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
  const patterns = (Resource ?? NotResource)?.map((text) => resolved({ text, variables }, matcherOf));
  return ({ resource, context }: StatementRequest): boolean => {
    // a resource policy may leave its own resource out
    if (patterns === undefined) return true;
    if (named) return patterns.some((pattern) => pattern(context)?.(resource) === true);
    const matchers = patterns.map((pattern) => pattern(context));
    // what a variable without a value would have excepted is not known: no permission comes of it
    if (Effect === 'Allow' && matchers.includes(undefined)) return false;
    return !matchers.some((fits) => fits?.(resource) === true);
  };
}
