import type { Plugin } from 'esbuild';

/**
 * Plugin that replaces the SDK's default credential provider chain with the environment variables that Lambda sets. The chain
 * also supports profiles, single sign-on and web identities, which would account for a fifth of a function's code.
 */
export const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path, resolveDir }) => ({
      path,
      namespace: 'environment-credentials',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /.*/, namespace: 'environment-credentials' }, ({ pluginData }) => ({
      contents:
        "import { fromEnv } from '@aws-sdk/credential-provider-env'; export const defaultProvider = () => fromEnv();",
      resolveDir: String(pluginData),
    }));
  },
};
