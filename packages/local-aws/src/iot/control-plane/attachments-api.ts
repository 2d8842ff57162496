import { parsePolicy } from '@himeshima/aws-policy';
import { z } from 'zod';
import { parseBody, type Route } from '../../gateway/json-api';
import { AwsError, type AwsRequest } from '../../gateway/request';
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
import { type ControlParts, Flag, finders, invalidRequest, jsonResponse, notFound, read } from './control-input';
import { policyPage } from './policies-api';

const idOf = (arn: string) => arn.split('/').at(-1) ?? arn;

/** Paging parameters for ListThingPrincipals and ListPrincipalThings. Source: API reference. */
const listing = { size: ['maxResults', 250], nameOf: (name: string) => name } as const;

/** Returns the routes that attach certificates to things. */
export function attachedThingRoutes(parts: ControlParts): Route[] {
  const { registry } = parts;
  const find = finders(parts);
  const path = '/things/{thing}/principals';
  const certificateIn = ({ headers }: AwsRequest) => find.certificate(idOf(headers['x-amzn-principal'] ?? ''));
  return [
    {
      name: 'AttachThingPrincipal',
      method: 'PUT',
      path,
      run({ thing = '' }, request) {
        find.thing(thing);
        registry.attachThing(thing, certificateIn(request).arn);
        return jsonResponse();
      },
    },
    {
      name: 'DetachThingPrincipal',
      method: 'DELETE',
      path,
      run({ thing = '' }, request) {
        find.thing(thing);
        registry.detachThing(thing, certificateIn(request).id);
        return jsonResponse();
      },
    },
    {
      name: 'ListThingPrincipals',
      method: 'GET',
      path,
      run({ thing = '' }, { query }) {
        find.thing(thing);
        const { page, more } = pageOf(
          registry.certificatesOf(thing).map((id) => find.certificate(id).arn),
          { query, ...listing },
        );
        return jsonResponse({ principals: page, ...more });
      },
    },
    {
      name: 'ListPrincipalThings',
      method: 'GET',
      path: '/principals/things',
      run(_, request) {
        const { page, more } = pageOf(registry.thingsOf(certificateIn(request).id), {
          query: request.query,
          ...listing,
        });
        return jsonResponse({ things: page, ...more });
      },
    },
  ];
}

const Target = z.object({
  target: z.string().regex(policyTargetPattern, 'expected the ARN of a certificate or a thing group'),
});

/** Returns the routes that attach policies to certificates and thing groups. */
export function attachedPolicyRoutes(parts: ControlParts): Route[] {
  const { registry, authorizer, place } = parts;
  const find = finders(parts);
  const path = '/target-policies/{policy}';
  const resolveTarget = (arn: string): PolicyTarget => {
    const target = parsePolicyTarget(arn) ?? '';
    if (!isGroupTarget(target)) return find.certificate(target).id;
    const group = groupNameOf(target);
    const found = registry.group(group);
    if (found === undefined) throw notFound(`Thing group ${group}`);
    // "Dynamic thing groups can't have policies applied to them" (developer guide, "dynamic-thing-groups").
    if (found.query !== undefined)
      throw invalidRequest(`Policies cannot be attached to the dynamic thing group ${group}`);
    return target;
  };
  /** Returns a thing group's ancestors, or an empty list for a certificate. */
  const parentsOf = (target: PolicyTarget): PolicyTarget[] =>
    isGroupTarget(target) ? registry.ancestorsOf(registry.group(groupNameOf(target))?.parent).map(groupTarget) : [];
  const targetOf = ({ body }: AwsRequest) => resolveTarget(read(Target, parseBody(body)).target);
  const documentOf = (name: string): string => {
    const document = registry.policy(name);
    if (document === undefined) throw notFound(`Policy ${name}`);
    return document;
  };
  return [
    {
      name: 'AttachPolicy',
      method: 'PUT',
      path,
      run({ policy = '' }, request) {
        const document = parsePolicy(documentOf(policy));
        const target = targetOf(request);
        const fault = policyLimitFault(target, { attached: authorizer.iotPoliciesOf(target), policy });
        if (fault !== undefined) throw new AwsError('LimitExceededException', fault, 410);
        authorizer.attachIotPolicy(target, { name: policy, document });
        return jsonResponse();
      },
    },
    {
      name: 'DetachPolicy',
      method: 'POST',
      path,
      run({ policy = '' }, request) {
        documentOf(policy);
        authorizer.detachIotPolicy(targetOf(request), policy);
        return jsonResponse();
      },
    },
    {
      name: 'ListAttachedPolicies',
      method: 'POST',
      path: '/attached-policies/{target}',
      run({ target: arn = '' }, { query }) {
        const target = resolveTarget(arn);
        const isRecursive = read(Flag, query.get('recursive') ?? undefined) === 'true';
        const names = [target, ...(isRecursive ? parentsOf(target) : [])].flatMap(authorizer.iotPoliciesOf);
        const arnOf = (name: string) => `arn:aws:iot:${place.region}:${place.account}:policy/${name}`;
        const all = [...new Set(names)].map((name) => ({ policyName: name, policyArn: arnOf(name) }));
        return jsonResponse(policyPage(all, { query, isDescending: false }));
      },
    },
  ];
}
