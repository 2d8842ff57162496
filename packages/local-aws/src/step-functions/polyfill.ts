// aws-local-stepfunctions 3 requires Node.js 22. This function is the only required function that Node.js 20 lacks.
if (!('withResolvers' in Promise)) {
  Object.defineProperty(Promise, 'withResolvers', {
    value<Value>() {
      let resolve: (value: Value | PromiseLike<Value>) => void = () => undefined;
      let reject: (reason?: unknown) => void = () => undefined;
      const promise = new Promise<Value>((accept, refuse) => {
        resolve = accept;
        reject = refuse;
      });
      return { promise, resolve, reject };
    },
  });
}
