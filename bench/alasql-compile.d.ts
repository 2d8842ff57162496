import 'alasql';

// alasql's types lack this overload, which returns the compiled statement as a function of its parameters.
declare module 'alasql' {
  interface AlaSQL {
    compile(sql: string): (parameters: readonly unknown[]) => unknown;
  }
}
