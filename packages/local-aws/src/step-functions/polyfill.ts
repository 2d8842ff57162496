// aws-local-stepfunctions 3 is written for Node 22; this one function is all that Node 20 lacks of it.
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
