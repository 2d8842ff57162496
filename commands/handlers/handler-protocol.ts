/** A function's unpacked zip and the environment to load it in. */
export interface HandlerToLoad {
  /** The project's folder. */
  readonly root: string;
  /** The unpacked zip, three folders below the root like the output of the bundler, so that source maps lead to the sources. */
  readonly directory: string;
  /** Variables of the function and of Lambda. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A read of an environment variable. */
export interface VariableRead {
  readonly name: string;
  /** File and line in the project: `functions/power-on/handler.ts:12`. */
  readonly place: string;
}

/** Result of loading a handler. */
export interface LoadedHandler {
  /** Undefined if the handler was loaded. */
  readonly failure?: { readonly message: string; readonly place: string | undefined };
  /** Variables that the function or a package reads. */
  readonly read: readonly string[];
  /** Reads by the project's own code of variables that are not set. */
  readonly unset: readonly VariableRead[];
}
