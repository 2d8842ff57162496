/** Returns an error whose name Retry and Catch can match. */
export function stateError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
