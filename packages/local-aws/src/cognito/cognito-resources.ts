import { z } from 'zod';
import { block, resourceType } from '../resource-type';

/** Description of attributes that affect only user sign-in. */
const signingIn = 'user sign-in';

export const cognitoResources = {
  aws_cognito_user_pool: resourceType({
    runs: 'signed tokens and their public keys; no users',
    attributes: { name: z.string() },
    notSimulated: {
      admin_create_user_config: signingIn,
      username_configuration: signingIn,
      password_policy: signingIn,
      mfa_configuration: signingIn,
      software_token_mfa_configuration: signingIn,
      account_recovery_setting: signingIn,
      deletion_protection: 'destroying',
    },
    create({ address, attributes: { name } }, { userPools }) {
      return { ...userPools.declarePool(address), name };
    },
  }),
  aws_cognito_resource_server: resourceType({
    runs: 'scopes of tokens',
    attributes: {
      user_pool_id: z.string(),
      identifier: z.string(),
      name: z.string(),
      scope: z.array(z.object({ scope_name: z.string(), scope_description: z.string().optional() })).default([]),
    },
    create({ attributes: { user_pool_id: poolId, identifier, name, scope } }, { userPools }) {
      const scopes = userPools.declareScopes(
        poolId,
        identifier,
        scope.map((one) => one.scope_name),
      );
      return { id: `${poolId}|${identifier}`, identifier, name, scope_identifiers: scopes };
    },
  }),
  aws_cognito_user_pool_client: resourceType({
    runs: 'the client credentials grant; no user sign-in',
    attributes: {
      user_pool_id: z.string(),
      name: z.string(),
      generate_secret: z.boolean().default(false),
      allowed_oauth_flows: z.array(z.string()).default([]),
      allowed_oauth_scopes: z.array(z.string()).default([]),
      access_token_validity: z.number().default(1),
      token_validity_units: block(
        z.object({ access_token: z.literal('hours', 'only hours are supported locally').optional() }),
      ).optional(),
    },
    notSimulated: {
      allowed_oauth_flows_user_pool_client: signingIn,
      callback_urls: signingIn,
      logout_urls: signingIn,
      supported_identity_providers: signingIn,
      prevent_user_existence_errors: signingIn,
    },
    create({ address, attributes }, { userPools }) {
      const client = userPools.declareClient(address, {
        poolId: attributes.user_pool_id,
        name: attributes.name,
        hasSecret: attributes.generate_secret,
        flows: attributes.allowed_oauth_flows,
        scopes: attributes.allowed_oauth_scopes,
        accessTokenSeconds: attributes.access_token_validity * 3600,
      });
      return { id: client.id, name: attributes.name, client_secret: client.secret ?? '' };
    },
  }),
  aws_cognito_user_pool_domain: resourceType({
    runs: 'the token endpoint on the port of the AWS APIs: /DOMAIN/oauth2/token',
    attributes: { domain: z.string(), user_pool_id: z.string() },
    create({ attributes: { domain, user_pool_id: poolId } }, { userPools }) {
      userPools.declareDomain(domain, poolId);
      return { id: domain, domain };
    },
  }),
} as const;
