/** @throws Error where there is no answer within so many seconds */
export function withTimeout<Value>(promise: Promise<Value>, seconds: number): Promise<Value> {
  let late: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`no answer within ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([promise, deadline]).finally(() => clearTimeout(late));
}
