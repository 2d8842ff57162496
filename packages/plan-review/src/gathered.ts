/** What several ask of the same thing, a plan or a resource: made for the first, and kept as long as the thing. */
export function gathered<From extends object, Made>(gather: (from: From) => Made): (from: From) => Made {
  const kept = new WeakMap<From, Made>();
  return (from) => {
    const made = kept.get(from) ?? gather(from);
    kept.set(from, made);
    return made;
  };
}
