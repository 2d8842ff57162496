import { parsePolicy } from '@himeshima/aws-policy';
import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { pageOf } from '../iot-pagination';
import { policyLimitFault } from '../registry/account-limits';
import {
  groupNameOf,
  groupTarget,
  isGroupTarget,
  type PolicyTarget,
  parsePolicyTarget,
  policyTargetPattern,
} from '../registry/policy-target';
import { arns, type ControlParts, Flag, finders, invalidRequest, notFound, Order, operation } from './control-input';
import { policyPage } from './policies-api';

const Policy = z.object({ policy: z.string() });
const Target = z.object({
  target: z.string().regex(policyTargetPattern, 'expected the ARN of a certificate or a thing group'),
});
const Principal = z.object({
  principal: z.string().regex(policyTargetPattern, 'expected the ARN of a certificate'),
});

/** Returns functions that look up the targets of policies. */
export function policyTargets(parts: Pick<ControlParts, 'registry' | 'place'>) {
  const { registry } = parts;
  const find = finders(parts);
  return {
    /** Returns a target by its ARN. Throws an AwsError ResourceNotFoundException if it does not exist. */
    find(arn: string): PolicyTarget {
      const target = parsePolicyTarget(arn) ?? '';
      if (!isGroupTarget(target)) return find.certificate(target).id;
      if (registry.group(groupNameOf(target)) !== undefined) return target;
      throw new AwsError('ResourceNotFoundException', `No thing group with ARN ${arn} exists`, 404);
    },
    arnOf: (target: PolicyTarget) => arns(parts)(isGroupTarget(target) ? target : `cert/${target}`),
    /** Returns a thing group's ancestors, or an empty list for a certificate. */
    ancestorsOf: (target: PolicyTarget): PolicyTarget[] =>
      isGroupTarget(target) ? registry.ancestorsOf(registry.group(groupNameOf(target))?.parent).map(groupTarget) : [],
  };
}

/** Returns the routes that attach policies to certificates and thing groups. */
export function policyAttachmentRoutes(parts: ControlParts): Route[] {
  const { registry, authorizer } = parts;
  const targets = policyTargets(parts);
  const policyArn = (name: string) => arns(parts)(`policy/${name}`);
  const documentOf = (name: string, reason = `Policy ${name} not found`): string => {
    const document = registry.policy(name);
    if (document === undefined) throw new AwsError('ResourceNotFoundException', reason, 404);
    return document;
  };
  const attach = (policy: string, target: PolicyTarget) => {
    const document = parsePolicy(documentOf(policy));
    // "Dynamic thing groups can't have policies applied to them" (developer guide, "dynamic-thing-groups").
    if (isGroupTarget(target) && registry.group(groupNameOf(target))?.query !== undefined)
      throw invalidRequest(`Policies cannot be attached to the dynamic thing group ${groupNameOf(target)}`);
    const fault = policyLimitFault(target, { attached: authorizer.iotPoliciesOf(target), policy });
    if (fault !== undefined) throw new AwsError('LimitExceededException', fault, 410);
    authorizer.attachIotPolicy(target, { name: policy, document });
    return undefined;
  };
  const detach = (policy: string, target: PolicyTarget) => {
    documentOf(policy);
    authorizer.detachIotPolicy(target, policy);
    return undefined;
  };
  const policiesOf = (holders: readonly PolicyTarget[], query: URLSearchParams, isDescending: boolean) => {
    const names = new Set(holders.flatMap(authorizer.iotPoliciesOf));
    const all = [...names].map((name) => ({ policyName: name, policyArn: policyArn(name) }));
    return policyPage(all, { query, isDescending });
  };
  const targetPage = (holders: readonly PolicyTarget[], query: URLSearchParams, isDescending: boolean) =>
    pageOf(holders.map(targets.arnOf), {
      query,
      size: ['pageSize', 250],
      token: ['marker', 'nextMarker'],
      nameOf: (arn) => arn,
      isDescending,
    });
  /** Returns the certificate that is the target in a deprecated operation. These operations do not support thing groups. */
  const certificateIn = ({ principal }: { principal: string }) => {
    const target = targets.find(principal);
    if (isGroupTarget(target)) throw notFound(`Certificate ${principal}`);
    return target;
  };
  const path = '/target-policies/{policy}' as const;
  const deprecatedPath = '/principal-policies/{policy}' as const;
  const PolicyOnPrincipal = Policy.extend(Principal.shape);
  return [
    operation('AttachPolicy', `PUT ${path}`, Policy.extend(Target.shape), ({ policy, target }) => {
      documentOf(policy);
      return attach(policy, targets.find(target));
    }),
    operation('DetachPolicy', `POST ${path}`, Policy.extend(Target.shape), ({ policy, target }) =>
      detach(policy, targets.find(target)),
    ),
    operation(
      'ListAttachedPolicies',
      'POST /attached-policies/{target}',
      z.object({ target: z.string(), recursive: Flag }),
      ({ target: arn, recursive }, { query }) => {
        const target = targets.find(arn);
        const holders = recursive === 'true' ? [target, ...targets.ancestorsOf(target)] : [target];
        return policiesOf(holders, query, false);
      },
    ),
    operation('ListTargetsForPolicy', 'POST /policy-targets/{policy}', Policy, ({ policy }, { query }) => {
      documentOf(policy, 'Policy not found');
      const { page, more } = targetPage(authorizer.iotPolicyTargets(policy), query, false);
      return { targets: page, ...more };
    }),
    operation('AttachPrincipalPolicy', `PUT ${deprecatedPath}`, PolicyOnPrincipal, (input) => {
      documentOf(input.policy);
      return attach(input.policy, certificateIn(input));
    }),
    operation('DetachPrincipalPolicy', `DELETE ${deprecatedPath}`, PolicyOnPrincipal, (input) =>
      detach(input.policy, certificateIn(input)),
    ),
    operation('ListPrincipalPolicies', 'GET /principal-policies', Principal.extend(Order.shape), (input, { query }) =>
      policiesOf([certificateIn(input)], query, input.isAscendingOrder === 'false'),
    ),
    operation(
      'ListPolicyPrincipals',
      'GET /policy-principals',
      Order.extend({ policyName: z.string() }),
      ({ policyName, isAscendingOrder }, { query }) => {
        documentOf(policyName);
        const certificates = authorizer.iotPolicyTargets(policyName).filter((target) => !isGroupTarget(target));
        const { page, more } = targetPage(certificates, query, isAscendingOrder === 'false');
        return { principals: page, ...more };
      },
    ),
  ];
}
