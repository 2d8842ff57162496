import { z } from 'zod';
import { describeError } from '../../error-message';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { tagsOf } from '../../resource-tags';
import { customAuthenticationOf, tokenFault } from '../custom-auth/custom-authentication';
import { protocolsOf } from '../custom-auth/device-credentials';
import { pageOf } from '../iot-pagination';
import { maxActiveAuthorizers, maxAuthorizers } from '../quotas';
import { authorizerFault, authorizersOf, type CustomAuthorizer } from '../registry/authorizers';
import { domainConfigurationsOf } from '../registry/domain-configurations';
import {
  arns,
  type ControlParts,
  invalidRequest,
  notFound,
  Order,
  operation,
  pattern,
  timestampOf,
} from './control-input';
import { rejectInvalidTags, Tags } from './tags-api';

/** Schema for the name of an authorizer. Source: API reference, "CreateAuthorizer". */
export const AuthorizerName = pattern('[\\w=,@-]+').max(128);
const Status = z.enum(['ACTIVE', 'INACTIVE']);
const Named = z.object({ authorizerName: AuthorizerName });
const Settings = {
  authorizerFunctionArn: z.string().max(2048).optional(),
  tokenKeyName: pattern('[a-zA-Z0-9_-]+').max(128).optional(),
  tokenSigningPublicKeys: z.record(pattern('[a-zA-Z0-9:_-]+').max(128), z.string().max(5120)).optional(),
  status: Status.optional(),
  enableCachingForHttp: z.boolean().optional(),
} as const;
const ChangedAuthorizer = Named.extend(Settings);
const NewAuthorizer = ChangedAuthorizer.extend({
  authorizerFunctionArn: z.string().max(2048),
  signingDisabled: z.boolean().default(false),
  tags: Tags,
});

const TestInput = Named.extend({
  token: z.string().min(1).max(6144).optional(),
  tokenSignature: pattern('[A-Za-z0-9+/]+={0,2}').max(2560).optional(),
  httpContext: z
    .object({ headers: z.record(z.string(), z.string()).default({}), queryString: z.string().default('') })
    .optional(),
  mqttContext: z
    .object({ username: z.string().optional(), password: z.base64().optional(), clientId: z.string().optional() })
    .optional(),
  tlsContext: z.object({ serverName: z.string().optional() }).optional(),
});

/** Returns the protocols and protocol data for a test; a test without any context has none. */
function protocolsIn({ httpContext: http, mqttContext: mqtt, tlsContext: tls }: z.infer<typeof TestInput>) {
  if (http === undefined && mqtt === undefined && tls === undefined) return {};
  return protocolsOf({ tls, http, mqtt });
}

const limitExceeded = (maximum: number, what: string) =>
  new AwsError('LimitExceededException', `An account can have at most ${maximum} ${what}`, 410);

/**
 * Returns the routes for custom authorizers. Source: AWS IoT developer guide, "custom-auth-manage",
 * "custom-auth-create-authorizer", "custom-auth-tutorial".
 */
export function authorizerRoutes(parts: ControlParts): Route[] {
  const { clock } = parts;
  const authorizers = authorizersOf(parts);
  const authentication = customAuthenticationOf(parts);
  const tags = tagsOf(parts);
  const arnOf = (name: string) => arns(parts)(`authorizer/${name}`);
  const find = (name: string): CustomAuthorizer => {
    const found = authorizers.find(name);
    if (found === undefined) throw notFound(`Authorizer ${name}`);
    return found;
  };
  const referenceTo = ({ name, arn }: CustomAuthorizer) => ({ authorizerName: name, authorizerArn: arn });
  const describe = (authorizer: CustomAuthorizer) => ({
    ...referenceTo(authorizer),
    authorizerFunctionArn: authorizer.functionArn,
    ...(authorizer.tokenKeyName !== undefined && { tokenKeyName: authorizer.tokenKeyName }),
    ...(Object.keys(authorizer.publicKeys).length > 0 && { tokenSigningPublicKeys: authorizer.publicKeys }),
    status: authorizer.isActive ? 'ACTIVE' : 'INACTIVE',
    creationDate: timestampOf(authorizer.createdAt),
    lastModifiedDate: timestampOf(authorizer.modifiedAt),
    signingDisabled: authorizer.isSigningDisabled,
    enableCachingForHttp: authorizer.cachesHttp,
  });
  /** Stores an authorizer if AWS IoT would accept it. */
  const store = (authorizer: CustomAuthorizer) => {
    const fault = authorizerFault(authorizer);
    if (fault !== undefined) throw invalidRequest(fault);
    const others = authorizers.all().filter(({ name, isActive }) => isActive && name !== authorizer.name);
    if (authorizer.isActive && others.length >= maxActiveAuthorizers)
      throw limitExceeded(maxActiveAuthorizers, 'active authorizers');
    authorizers.set(authorizer);
    return referenceTo(authorizer);
  };
  const usersOf = (name: string): string[] => [
    ...(authorizers.defaultName() === name ? ['the default authorizer'] : []),
    ...domainConfigurationsOf(parts)
      .all()
      .filter(({ authorizer }) => authorizer?.defaultName === name)
      .map((domain) => `the domain configuration ${domain.name}`),
  ];
  const path = '/authorizer/{authorizerName}' as const;
  const defaultPath = '/default-authorizer' as const;
  return [
    operation('CreateAuthorizer', `POST ${path}`, NewAuthorizer, (input) => {
      const { authorizerName: name } = input;
      rejectInvalidTags(input.tags);
      const known = authorizers.find(name);
      if (known !== undefined)
        throw new AwsError('ResourceAlreadyExistsException', `Authorizer ${name} already exists`, 409, {
          resourceId: name,
          resourceArn: known.arn,
        });
      if (authorizers.all().length >= maxAuthorizers) throw limitExceeded(maxAuthorizers, 'authorizers');
      const now = Math.floor(clock.now());
      const created = store({
        name,
        arn: arnOf(name),
        functionArn: input.authorizerFunctionArn,
        tokenKeyName: input.tokenKeyName,
        publicKeys: input.tokenSigningPublicKeys ?? {},
        isSigningDisabled: input.signingDisabled,
        isActive: input.status === 'ACTIVE',
        cachesHttp: input.enableCachingForHttp ?? false,
        createdAt: now,
        modifiedAt: now,
      });
      tags.add(created.authorizerArn, input.tags);
      return created;
    }),
    operation('DescribeAuthorizer', `GET ${path}`, Named, ({ authorizerName }) => ({
      authorizerDescription: describe(find(authorizerName)),
    })),
    operation('UpdateAuthorizer', `PUT ${path}`, ChangedAuthorizer, (input) => {
      const known = find(input.authorizerName);
      return store({
        ...known,
        functionArn: input.authorizerFunctionArn ?? known.functionArn,
        tokenKeyName: input.tokenKeyName ?? known.tokenKeyName,
        publicKeys: input.tokenSigningPublicKeys ?? known.publicKeys,
        isActive: input.status === undefined ? known.isActive : input.status === 'ACTIVE',
        cachesHttp: input.enableCachingForHttp ?? known.cachesHttp,
        modifiedAt: Math.floor(clock.now()),
      });
    }),
    operation('DeleteAuthorizer', `DELETE ${path}`, Named, ({ authorizerName: name }) => {
      const { arn, isActive } = find(name);
      const [user] = usersOf(name);
      if (user !== undefined)
        throw new AwsError('DeleteConflictException', `Authorizer ${name} cannot be deleted: it is ${user}`, 409);
      if (isActive) throw invalidRequest(`Authorizer ${name} must be INACTIVE before it is deleted`);
      authorizers.remove(name);
      tags.forget(arn);
      return undefined;
    }),
    operation(
      'ListAuthorizers',
      'GET /authorizers',
      Order.extend({ status: Status.optional() }),
      ({ isAscendingOrder, status }, { query }) => {
        const listed = authorizers
          .all()
          .filter(({ isActive }) => status === undefined || isActive === (status === 'ACTIVE'));
        const { page, more } = pageOf(listed, {
          query,
          size: ['pageSize', 250],
          token: ['marker', 'nextMarker'],
          nameOf: ({ name }) => name,
          isDescending: isAscendingOrder === 'false',
        });
        return { authorizers: page.map(referenceTo), ...more };
      },
    ),
    operation('TestInvokeAuthorizer', `POST ${path}/test`, TestInput, async (input) => {
      const authorizer = find(input.authorizerName);
      const { token, tokenSignature: signature } = input;
      const fault = tokenFault(authorizer, { token, signature });
      if (fault !== undefined) throw invalidRequest(fault);
      return await authentication.test(authorizer, { token, protocols: protocolsIn(input) }).catch((error: unknown) => {
        throw new AwsError('InvalidResponseException', describeError(error));
      });
    }),
    operation('SetDefaultAuthorizer', `POST ${defaultPath}`, Named, ({ authorizerName }) => {
      const authorizer = find(authorizerName);
      const known = authorizers.defaultName();
      if (known !== undefined)
        throw new AwsError('ResourceAlreadyExistsException', `The default authorizer is already set: ${known}`, 409, {
          resourceId: known,
          resourceArn: arnOf(known),
        });
      authorizers.setDefault(authorizerName);
      return referenceTo(authorizer);
    }),
    operation('DescribeDefaultAuthorizer', `GET ${defaultPath}`, z.object({}), () => {
      const name = authorizers.defaultName();
      if (name === undefined) throw notFound('Default authorizer');
      return { authorizerDescription: describe(find(name)) };
    }),
    operation('ClearDefaultAuthorizer', `DELETE ${defaultPath}`, z.object({}), () => {
      if (authorizers.defaultName() === undefined) throw notFound('Default authorizer');
      authorizers.setDefault(undefined);
      return undefined;
    }),
  ];
}
