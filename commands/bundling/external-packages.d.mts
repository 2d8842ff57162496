import type { Plugin } from 'esbuild';
export function externalPackages(within?: readonly string[]): Plugin;
