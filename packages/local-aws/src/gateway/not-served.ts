import { AwsError } from './request';

/** @param operation `GetPolicy`, as the caller knows it */
export function notServed(
  service: string,
  operation: string,
  known: readonly string[],
  code = 'UnknownOperationException',
): AwsError {
  return new AwsError(code, `${service}.${operation} is not served locally; known: ${known.join(', ')}`, 501);
}
