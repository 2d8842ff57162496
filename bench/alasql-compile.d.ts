import 'alasql';

// What its types leave out: the statement as a function of its parameters.
declare module 'alasql' {
  interface AlaSQL {
    compile(sql: string): (parameters: readonly unknown[]) => unknown;
  }
}
