/** A function's unpacked zip, and the environment variables to load it with. */
export interface HandlerToLoad {
  /** Root folder of the project. */
  readonly root: string;
  /** Folder of the unpacked zip, three levels below the root like the bundler's output, so that source maps resolve. */
  readonly directory: string;
  /** Environment variables of the function and of Lambda. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Location where an environment variable is read. */
export interface VariableRead {
  readonly name: string;
  /** File and line in the project: `functions/power-on/handler.ts:12`. */
  readonly place: string;
}

/** Result of loading a handler. */
export interface LoadedHandler {
  /** Undefined if the handler was loaded. */
  readonly failure?: { readonly message: string; readonly place: string | undefined };
  /** Names of the variables that the function or a package reads. */
  readonly read: readonly string[];
  /** Variables that the project's code reads but the stack does not set. */
  readonly unset: readonly VariableRead[];
}
