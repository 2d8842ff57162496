import { AwsError } from './request';

/**
 * Returns the error for an unsupported operation.
 * @param operation `GetPolicy`, as the caller knows it
 */
export function unsupportedOperation(
  service: string,
  operation: string,
  known: readonly string[],
  code = 'UnknownOperationException',
): AwsError {
  return new AwsError(code, `${service}.${operation} is not supported locally; supported: ${known.join(', ')}`, 501);
}
