/** Memoizes a function whose argument is an object, such as a plan. Keeps each result as long as the object exists. */
export function memoizeByObject<From extends object, Result>(compute: (from: From) => Result): (from: From) => Result {
  const cache = new WeakMap<From, Result>();
  return (from) => {
    const earlier = cache.get(from);
    if (earlier !== undefined) return earlier;
    const result = compute(from);
    cache.set(from, result);
    return result;
  };
}
