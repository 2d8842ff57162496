import type { Plugin } from 'esbuild';

/**
 * Plugin that replaces the SDK's default credential provider chain with the environment variables in which Lambda passes credentials. The
 * chain, which also supports profiles, single sign-on and web identities, would be a fifth of the code that a function loads.
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
