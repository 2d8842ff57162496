import 'alasql';

// Overload that alasql's types lack: the compiled statement as a function of its parameters.
declare module 'alasql' {
  interface AlaSQL {
    compile(sql: string): (parameters: readonly unknown[]) => unknown;
  }
}
