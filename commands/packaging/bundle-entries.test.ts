import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundleEntries } from './bundle-entries';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-entries-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (files: Readonly<Record<string, string>>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};

const manifest = {
  name: 'shop',
  exports: {
    '.': { source: './src/index.ts', default: './dist/index.js' },
    './testing': { source: './src/orders.fixture.ts' },
    './package.json': './package.json',
  },
  bin: { shop: './dist/cli/shop.js' },
};

test('keeps the exported modules, which contain what they import, the programs, and the declarations of both', async () => {
  write({
    'package.json': JSON.stringify(manifest),
    'src/index.ts': "export { price } from './price';\nexport { type Order } from './orders';\n",
    'src/price.ts': "import { tax } from './tax';\nexport const price = (net: number): number => net + tax;\n",
    'src/tax.ts': 'export const tax = 1;\n',
    'src/orders.ts': 'export interface Order {}\n',
    ...Object.fromEntries(['index', 'price', 'tax', 'orders', 'cli/shop'].map((name) => [`dist/${name}.js`, ''])),
    'dist/index.d.ts': "export { price } from './price';\nexport { type Order } from './orders';\n",
    'dist/price.d.ts': 'export declare const price: (net: number) => number;\n',
    'dist/orders.d.ts': "export interface Order { readonly lines: import('./lines').Line[] }\n",
    'dist/lines/index.d.ts': 'export interface Line {}\n',
    'dist/tax.d.ts': 'export declare const tax = 1;\n',
  });
  await bundleEntries(folder);
  const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' });
  expect(files.filter((path) => path.includes('.')).sort()).toEqual([
    'cli/shop.js',
    'index.d.ts',
    'index.js',
    'lines/index.d.ts',
    'orders.d.ts',
    'price.d.ts',
  ]);
  expect(createRequire(join(folder, 'x.js'))('./dist/index.js').price(1)).toBe(2);
});
