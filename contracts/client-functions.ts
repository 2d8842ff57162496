import { bindings } from './bindings';

const kebabCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Names of the functions that devices or API clients invoke. */
export const clientFunctions: readonly string[] = Object.entries(bindings)
  .flatMap(([name, { invokedBy }]) => (invokedBy === 'clients' ? [kebabCase(name)] : []))
  .sort();
