import type { FunctionDeclaration } from './function-declaration';
import type { LogFormat } from './report';

/**
 * Returns the environment variables that a function has in Lambda, and the local endpoint of the other services, so
 * that the function's code runs unchanged. Source: developer guide, "configuration-envvars".
 */
export function environmentOf(
  declaration: FunctionDeclaration,
  place: { logStream: string; region: string; endpoint: string },
): Record<string, string> {
  return {
    ...withoutTls(declaration.environment),
    AWS_LAMBDA_FUNCTION_NAME: declaration.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(declaration.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: declaration.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: place.logStream,
    ...logVariables(declaration.logFormat),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    LAMBDA_TASK_ROOT: declaration.directory,
    _HANDLER: declaration.handler,
    TZ: ':UTC',
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ENDPOINT_URL: place.endpoint,
    // otherwise the SDK would warn about the local Node.js version in each function's log
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

const logVariables = ({ format, applicationLevel }: LogFormat): Record<string, string> =>
  format === 'JSON' ? { AWS_LAMBDA_LOG_FORMAT: format, AWS_LAMBDA_LOG_LEVEL: applicationLevel } : {};

/**
 * Replaces https with http in URLs that refer to this machine. Stacks build https URLs for services that require TLS in
 * AWS, but the local services have no certificate for 127.0.0.1.
 */
const withoutTls = (variables: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value.replaceAll('https://127.0.0.1:', 'http://127.0.0.1:'),
    ]),
  );
