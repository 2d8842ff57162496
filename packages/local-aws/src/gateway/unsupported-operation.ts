import { AwsError } from './request';

/**
 * Returns the error for an unsupported operation.
 * @param operation operation as the caller named it: `GetPolicy`
 */
export function unsupportedOperation(
  service: string,
  operation: string,
  known: readonly string[],
  code = 'UnknownOperationException',
): AwsError {
  return new AwsError(code, `${service}.${operation} is not supported locally; supported: ${known.join(', ')}`, 501);
}
