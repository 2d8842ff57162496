import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = dirname(fileURLToPath(import.meta.url));
const dist = join(folder, 'dist');
const assets = join(dist, 'assets');

const { metafile, outputFiles } = await build({
  absWorkingDir: folder,
  entryPoints: { console: 'src/main.tsx' },
  outdir: assets,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'linked',
  metafile: true,
  write: false,
});

rmSync(dist, { recursive: true, force: true });
mkdirSync(assets, { recursive: true });

/** Writes a file with a hash of its content in its name. Returns the address of the file. */
function writeHashed(name, extension, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  writeFileSync(join(assets, `${name}-${hash}.${extension}`), content);
  return `/assets/${name}-${hash}.${extension}`;
}

// esbuild does not load the styles of a lazy module, so the page loads all styles in one file, common styles first
const isStyle = ({ path }) => path.endsWith('.css');
const ofEntry = ({ path }) => /[\\/]console-\w+\.css$/.test(path);
const styles = outputFiles.filter(isStyle).sort((one, other) => Number(ofEntry(other)) - Number(ofEntry(one)));
for (const file of outputFiles) if (!isStyle(file)) writeFileSync(file.path, file.contents);

const [script] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === 'src/main.tsx');
const page = readFileSync(join(folder, 'src', 'index.html'), 'utf8')
  .replace('__SCRIPT__', `/${script.replace('dist/', '')}`)
  .replace('__STYLES__', writeHashed('console', 'css', styles.map(({ text }) => text).join('')));
writeFileSync(join(dist, 'index.html'), page);
