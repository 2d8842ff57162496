import { evaluate, iotContext, type NamedPolicy, type PolicyDecision, parsePolicy } from '@himeshima/aws-policy';
import { z } from 'zod';
import { fieldsOf } from '../../certificates/certificate-fields';
import type { Route } from '../../gateway/json-api';
import {
  groupNameOf,
  groupTarget,
  isGroupTarget,
  parsePolicyTarget,
  policyTargetPattern,
} from '../registry/policy-target';
import {
  arns,
  type ControlParts,
  finders,
  invalidRequest,
  notFound,
  operation,
  RegistryName,
  rejectUnsupported,
} from './control-input';

const Principal = z
  .string()
  .regex(policyTargetPattern, 'expected the ARN of a certificate or a thing group')
  .optional();
const PolicyNames = z.array(z.string()).default([]);

const Device = z.object({
  principal: Principal,
  cognitoIdentityPoolId: z.string().optional(),
  thingName: RegistryName.optional(),
});
const actions = {
  CONNECT: 'iot:Connect',
  PUBLISH: 'iot:Publish',
  RECEIVE: 'iot:Receive',
  SUBSCRIBE: 'iot:Subscribe',
} as const;
const AuthInfo = z.object({
  actionType: z.enum(['PUBLISH', 'SUBSCRIBE', 'RECEIVE', 'CONNECT']),
  resources: z.array(z.string().max(2048)),
});
const Authorization = z.object({
  principal: Principal,
  cognitoIdentityPoolId: z.string().optional(),
  authInfos: z.array(AuthInfo).min(1).max(10),
  clientId: z.string().optional(),
  policyNamesToAdd: PolicyNames,
  policyNamesToSkip: PolicyNames,
});

/** Returns the routes that show the policies of a device, and the actions that these policies allow. */
export function effectivePolicyRoutes(parts: ControlParts): Route[] {
  const { registry, authorizer } = parts;
  const find = finders(parts);
  const policyArn = (name: string) => arns(parts)(`policy/${name}`);
  const refer = (name: string) => ({ policyName: name, policyArn: policyArn(name) });
  const documentOf = (name: string) => {
    const document = registry.policy(name);
    if (document === undefined) throw notFound(`Policy ${name}`);
    return document;
  };
  const certificateIn = (principal: string) => find.certificate(parsePolicyTarget(principal) ?? principal);
  /** Returns the group and its ancestors if the principal is the ARN of a thing group. */
  const groupsIn = (principal: string): readonly string[] | undefined => {
    const target = parsePolicyTarget(principal);
    if (target === undefined || !isGroupTarget(target)) return undefined;
    const name = groupNameOf(target);
    return [name, ...registry.ancestorsOf(find.group(name).parent)];
  };
  const policiesOfGroups = (groups: readonly string[]) =>
    groups.flatMap((group) => authorizer.iotPoliciesOf(groupTarget(group)));
  const policiesOfPrincipal = (principal: string) => {
    const groups = groupsIn(principal);
    return groups === undefined ? authorizer.iotPoliciesOf(certificateIn(principal).id) : policiesOfGroups(groups);
  };
  /** Returns the policies of a principal, and of a thing's groups, including inherited policies. */
  const policiesOf = (principal: string | undefined, thing: string | undefined): string[] => {
    const own = principal === undefined ? [] : policiesOfPrincipal(principal);
    if (thing !== undefined) find.thing(thing);
    return [...new Set([...own, ...policiesOfGroups(thing === undefined ? [] : registry.allGroupsOf(thing))])];
  };
  const parsed = (name: string): NamedPolicy => ({ name, document: parsePolicy(documentOf(name)) });
  /** Returns the policies of a principal, and the values of their variables. */
  const testedFor = (principal: string, clientId: string | undefined) => {
    if (groupsIn(principal) !== undefined)
      return {
        policies: policiesOfPrincipal(principal).map(parsed),
        denying: [],
        context: { 'iot:ClientId': clientId },
      };
    const { id, pem } = certificateIn(principal);
    const exclusiveThing = registry.exclusiveThingOf(id);
    const thing = exclusiveThing ?? clientId;
    const context = iotContext({
      clientId,
      certificateId: id,
      attachedThings: registry.thingsOf(id),
      exclusiveThing,
      thing: thing === undefined ? undefined : registry.thing(thing),
      certificate: fieldsOf(pem),
    });
    const { policies, denying = [] } = authorizer.effectiveIotPolicies(id, context);
    return { policies, denying, context };
  };
  return [
    operation(
      'GetEffectivePolicies',
      'POST /effective-policies',
      Device,
      ({ principal, cognitoIdentityPoolId, thingName }) => {
        rejectUnsupported('GetEffectivePolicies', 'cognitoIdentityPoolId', cognitoIdentityPoolId);
        if (principal === undefined && thingName === undefined)
          throw invalidRequest('principal or thingName must be specified');
        const effectivePolicies = policiesOf(principal, thingName).map((name) => ({
          ...refer(name),
          policyDocument: documentOf(name),
        }));
        return { effectivePolicies };
      },
    ),
    operation('TestAuthorization', 'POST /test-authorization', Authorization, (input) => {
      const { principal, cognitoIdentityPoolId, clientId, policyNamesToAdd, policyNamesToSkip } = input;
      rejectUnsupported('TestAuthorization', 'cognitoIdentityPoolId', cognitoIdentityPoolId);
      if (principal === undefined) throw invalidRequest('principal must be specified');
      const { policies, denying, context } = testedFor(principal, clientId);
      const isKept = ({ name }: NamedPolicy) => !policyNamesToSkip.includes(name);
      const tested = {
        policies: [...policies.filter(isKept), ...policyNamesToAdd.map(parsed)],
        denying: denying.filter(isKept),
      };
      const documents = tested.policies.map(({ name }) => documentOf(name));
      const isMissing = (variable: string) => !Object.hasOwn(context, variable) || context[variable] === undefined;
      const missingContextValues = variablesIn(documents).filter(isMissing);
      const authResults = input.authInfos.map((authInfo) => {
        const action = actions[authInfo.actionType];
        const decisions = authInfo.resources.map((resource) => evaluate({ ...tested, action, resource, context }));
        const names = tested.policies.map(({ name }) => name);
        return { authInfo, missingContextValues, ...summarize(decisions, names, refer) };
      });
      return { authResults };
    }),
  ];
}

/**
 * Returns the authorization results for an action on several resources. Sources: API reference, "AuthResult",
 * "Allowed", "Denied".
 * @param names names of the evaluated policies
 */
function summarize(
  decisions: readonly PolicyDecision[],
  names: readonly string[],
  refer: (name: string) => { policyName: string; policyArn: string },
) {
  const policiesThat = (decision: 'allowed' | 'denied') =>
    [...new Set(decisions.flatMap((made) => (made.decision === decision ? [made.statement.policy] : [])))].map(refer);
  const explicit = policiesThat('denied');
  const isImplicit = decisions.some(({ decision }) => decision === 'not allowed');
  const outcome = isImplicit ? 'IMPLICIT_DENY' : 'ALLOWED';
  return {
    allowed: { policies: policiesThat('allowed') },
    denied: {
      implicitDeny: { policies: isImplicit ? names.map(refer) : [] },
      explicitDeny: { policies: explicit },
    },
    authDecision: explicit.length > 0 ? 'EXPLICIT_DENY' : outcome,
  };
}

/** Returns the names of the policy variables that documents contain, without duplicates. */
const variablesIn = (documents: readonly string[]): string[] => [
  ...new Set(
    documents.flatMap((document) => [...document.matchAll(/\$\{([\w:.[\]-]+)\}/g)].map(([, name = '']) => name)),
  ),
];
