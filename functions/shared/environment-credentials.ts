import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Lambda hands a function its credentials by the environment: in the zips this stands for the SDK's search through
 * profiles, single sign-on and web identities, which is a fifth of what a function would load
 * (commands/bundling/bundle-functions.ts).
 */
export const defaultProvider = () => fromEnv();
