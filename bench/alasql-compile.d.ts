import 'alasql';

// Overload that alasql's types lack: returns the compiled statement as a function that accepts its parameters.
declare module 'alasql' {
  interface AlaSQL {
    compile(sql: string): (parameters: readonly unknown[]) => unknown;
  }
}
