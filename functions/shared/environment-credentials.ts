import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Credential provider that replaces the SDK's default provider chain in the bundles. Lambda passes credentials in environment
 * variables, and the chain with its profiles, single sign-on and web identities would be a fifth of the code that a function
 * loads (commands/bundling/bundle-functions.ts).
 */
export const defaultProvider = () => fromEnv();
