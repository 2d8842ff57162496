import { parsePolicy } from '@himeshima/aws-policy';
import { z } from 'zod';
import { parseBody, type Route } from '../../gateway/json-api';
import { AwsError, type AwsRequest } from '../../gateway/request';
import { pageOf } from '../pages';
import { tooManyPolicies } from '../registry/account-limits';
import {
  groupHolder,
  groupNameOf,
  holderIn,
  holderPattern,
  isGroup,
  type PolicyHolder,
} from '../registry/policy-holder';
import { answered, type ControlParts, Flag, finders, notFound, read } from './control-input';
import { policyPage } from './policies-api';

const idOf = (arn: string) => arn.split('/').at(-1) ?? arn;

/** API reference, "ListThingPrincipals" and "ListPrincipalThings". */
const listing = { size: ['maxResults', 250], nameOf: (name: string) => name } as const;

/** Which certificates belong to which things. */
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
        return answered();
      },
    },
    {
      name: 'DetachThingPrincipal',
      method: 'DELETE',
      path,
      run({ thing = '' }, request) {
        find.thing(thing);
        registry.detachThing(thing, certificateIn(request).id);
        return answered();
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
        return answered({ principals: page, ...more });
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
        return answered({ things: page, ...more });
      },
    },
  ];
}

const Target = z.object({
  target: z.string().regex(holderPattern, 'is the ARN of neither a certificate nor a thing group'),
});

/** Which policies a certificate or a thing group has. */
export function attachedPolicyRoutes(parts: ControlParts): Route[] {
  const { registry, authorizer, place } = parts;
  const find = finders(parts);
  const path = '/target-policies/{policy}';
  const holderOf = (target: string): PolicyHolder => {
    const holder = holderIn(target) ?? '';
    if (!isGroup(holder)) return find.certificate(holder).id;
    const group = groupNameOf(holder);
    if (registry.group(group) === undefined) throw notFound(`Thing group ${group}`);
    return holder;
  };
  /** Of a thing group: those above it. */
  const parentsOf = (holder: PolicyHolder): PolicyHolder[] =>
    isGroup(holder) ? registry.ancestorsOf(registry.group(groupNameOf(holder))?.parent).map(groupHolder) : [];
  const targetOf = ({ body }: AwsRequest) => holderOf(read(Target, parseBody(body)).target);
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
        const holder = targetOf(request);
        const fault = tooManyPolicies(holder, { attached: authorizer.iotPoliciesOf(holder), policy });
        if (fault !== undefined) throw new AwsError('LimitExceededException', fault, 410);
        authorizer.attachIotPolicy(holder, { name: policy, document });
        return answered();
      },
    },
    {
      name: 'DetachPolicy',
      method: 'POST',
      path,
      run({ policy = '' }, request) {
        documentOf(policy);
        authorizer.detachIotPolicy(targetOf(request), policy);
        return answered();
      },
    },
    {
      name: 'ListAttachedPolicies',
      method: 'POST',
      path: '/attached-policies/{target}',
      run({ target = '' }, { query }) {
        const holder = holderOf(target);
        const isRecursive = read(Flag, query.get('recursive') ?? undefined) === 'true';
        const names = [holder, ...(isRecursive ? parentsOf(holder) : [])].flatMap(authorizer.iotPoliciesOf);
        const arnOf = (name: string) => `arn:aws:iot:${place.region}:${place.account}:policy/${name}`;
        const all = [...new Set(names)].map((name) => ({ policyName: name, policyArn: arnOf(name) }));
        return answered(policyPage(all, { query, isDescending: false }));
      },
    },
  ];
}
