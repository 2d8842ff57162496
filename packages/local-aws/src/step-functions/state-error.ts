/** An error with the name by which the states' Retry and Catch know it. */
export function stateError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
