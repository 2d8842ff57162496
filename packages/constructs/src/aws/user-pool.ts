import { CognitoResourceServer } from '@cdktf/provider-aws/lib/cognito-resource-server';
import { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import { CognitoUserPoolDomain } from '@cdktf/provider-aws/lib/cognito-user-pool-domain';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';

interface UserPoolProps {
  /** Origin of the web pages that users return to after signing in. */
  readonly origin: string;
  /** Descriptions of the OAuth scopes, by name. Users who sign in through web pages do not get the scope `admin`. */
  readonly scopes: Readonly<Record<string, string>>;
}

/** Lifetime of an access token in hours, Cognito's default unit. */
const validHours = 1;

/** Cognito user pool for users and client programs. Self sign-up is disabled; an administrator creates users. */
export class UserPool extends DeclaredConstruct {
  readonly arn: string;
  readonly id: string;
  /** Token endpoint for client programs. */
  readonly tokenUrl: string;
  readonly programsClientId: string;
  /** Issuer of the tokens, and base URL of the signing keys. */
  readonly issuer: string;
  /** Prefix of scopes in tokens. */
  private readonly identifier: string;

  constructor(scope: Construct, id: string, { origin, scopes }: UserPoolProps) {
    super(scope, id);
    const { settings, names } = platformOf(this);
    this.identifier = names.project;
    const pool = new CognitoUserPool(this, 'Default', {
      name: settings.stack,
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
      deletionProtection: settings.protectData ? 'ACTIVE' : 'INACTIVE',
    });
    this.arn = pool.arn;
    this.id = pool.id;
    this.issuer = `https://${pool.endpoint}`;
    const domain = names.tokenDomain(settings);
    new CognitoUserPoolDomain(this, 'domain', { domain, userPoolId: pool.id });
    // The domain is a prefix of the region's Cognito domain (Cognito developer guide, "Using your own domain for managed login").
    this.tokenUrl = `https://${domain}.auth.${settings.region}.amazoncognito.com/oauth2/token`;
    const server = new CognitoResourceServer(this, 'scopes', {
      userPoolId: pool.id,
      identifier: this.identifier,
      name: settings.stack,
      scope: Object.entries(scopes).map(([scopeName, scopeDescription]) => ({ scopeName, scopeDescription })),
    });
    const all = Object.keys(scopes).map((name) => this.scopeNamed(name));
    const shared = {
      userPoolId: pool.id,
      allowedOauthFlowsUserPoolClient: true,
      accessTokenValidity: validHours,
      dependsOn: [server],
    };
    // omit the client secret, which browsers cannot protect, and the admin scope, which users of web pages must not get
    new CognitoUserPoolClient(this, 'pages', {
      ...shared,
      name: 'pages',
      generateSecret: false,
      allowedOauthFlows: ['code'],
      allowedOauthScopes: ['openid', ...all.filter((name) => name !== this.scopeNamed('admin'))],
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

  /** Returns a scope as it appears in tokens: `<project>/read`. */
  scopeNamed(name: string): string {
    return `${this.identifier}/${name}`;
  }
}
