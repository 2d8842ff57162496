import type { Plugin } from 'esbuild';
export function packagesFromSource(): Plugin;
export function externalPackages(within?: readonly string[]): Plugin;
