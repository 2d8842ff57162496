import { CognitoResourceServer } from '@cdktf/provider-aws/lib/cognito-resource-server';
import { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import { CognitoUserPoolDomain } from '@cdktf/provider-aws/lib/cognito-user-pool-domain';
import type { Construct } from 'constructs';
import { names } from '../../config/names';
import { Declared } from './declared';
import { platformOf } from './platform';

interface UserPoolProps {
  /** Where the pages are to which people come back when they have signed in. */
  readonly origin: string;
  /** What a token may be good for, by name, with what people are asked to allow. */
  readonly scopes: { readonly admin: string } & Readonly<Record<string, string>>;
}

const identifier = 'himeshima';

/** A scope as tokens have it: `himeshima/read`. */
export const scopeNamed = (name: string) => `${identifier}/${name}`;

/** Of an access token, in hours, as Cognito counts where nothing else is said. */
const validHours = 1;

/** People and programs, and the tokens that they get. Nobody signs up from outside: an administrator makes users. */
export class UserPool extends Declared {
  readonly arn: string;
  readonly id: string;
  /** Where programs get tokens, by the secret of this client. */
  readonly tokenUrl: string;
  readonly programsClientId: string;
  /** What its tokens say that they come from, and where its keys are. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, { origin, scopes }: UserPoolProps) {
    super(scope, id);
    const { environment } = platformOf(this);
    const pool = new CognitoUserPool(this, 'Default', {
      name: environment.stack,
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      usernameConfiguration: { caseSensitive: false },
      passwordPolicy: {
        minimumLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: false,
        temporaryPasswordValidityDays: 1,
      },
      mfaConfiguration: 'OPTIONAL',
      softwareTokenMfaConfiguration: { enabled: true },
      accountRecoverySetting: { recoveryMechanism: [{ name: 'admin_only', priority: 1 }] },
      deletionProtection: environment.protectData ? 'ACTIVE' : 'INACTIVE',
    });
    this.arn = pool.arn;
    this.id = pool.id;
    this.issuer = `https://${pool.endpoint}`;
    const domain = names.tokenDomain(environment);
    new CognitoUserPoolDomain(this, 'domain', { domain, userPoolId: pool.id });
    // Cognito developer guide, "Using your own domain for managed login": a prefix of the region's domain.
    this.tokenUrl = `https://${domain}.auth.${environment.region}.amazoncognito.com/oauth2/token`;
    const server = new CognitoResourceServer(this, 'scopes', {
      userPoolId: pool.id,
      identifier,
      name: environment.stack,
      scope: Object.entries(scopes).map(([scopeName, scopeDescription]) => ({ scopeName, scopeDescription })),
    });
    const all = Object.keys(scopes).map(scopeNamed);
    const shared = {
      userPoolId: pool.id,
      allowedOauthFlowsUserPoolClient: true,
      accessTokenValidity: validHours,
      dependsOn: [server],
    };
    // Pages in browsers keep no secret, and whoever signs in there is no administrator.
    new CognitoUserPoolClient(this, 'pages', {
      ...shared,
      name: 'pages',
      generateSecret: false,
      allowedOauthFlows: ['code'],
      allowedOauthScopes: ['openid', ...all.filter((name) => name !== scopeNamed('admin'))],
      callbackUrls: [`${origin}/`],
      logoutUrls: [`${origin}/`],
      supportedIdentityProviders: ['COGNITO'],
      preventUserExistenceErrors: 'ENABLED',
    });
    const programs = new CognitoUserPoolClient(this, 'programs', {
      ...shared,
      name: 'programs',
      generateSecret: true,
      allowedOauthFlows: ['client_credentials'],
      allowedOauthScopes: all,
    });
    this.programsClientId = programs.id;
  }
}
