import { AwsError } from './service-api';

/**
 * Returns the error for an unsupported operation.
 * @param operation name of the operation in the call: `GetPolicy`
 */
export function unsupportedOperation(service: string, operation: string, known: readonly string[]): AwsError {
  return new AwsError(
    'NotImplemented',
    `${service}.${operation} is not supported locally; supported: ${known.join(', ')}`,
    501,
  );
}
