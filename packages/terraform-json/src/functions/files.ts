import { ValueFault } from '../fault';
import { one, type TerraformFunction, text } from './define';
import { decodeUtf8, hash } from './encodings';

/** Function that reads the file at a path in an expression. Returns undefined if the file does not exist. */
export type Files = (path: string) => Uint8Array | undefined;

/** Returns the functions that read or hash files. Source: Terraform language, "Filesystem Functions" and the hash functions. */
export function fileFunctions(files: Files | undefined): Readonly<Record<string, TerraformFunction>> {
  const of = (use: (bytes: Uint8Array, path: string) => string): TerraformFunction => {
    return one(text, (path) => use(read(files, path), path));
  };
  return {
    file: of((bytes, path) => decodeUtf8(bytes, `${path} is not UTF-8; use filebase64`)),
    filebase64: of((bytes) => Buffer.from(bytes).toString('base64')),
    filebase64sha256: of((bytes) => hash('sha256', bytes, 'base64')),
    filebase64sha512: of((bytes) => hash('sha512', bytes, 'base64')),
    filesha256: of((bytes) => hash('sha256', bytes, 'hex')),
    filesha512: of((bytes) => hash('sha512', bytes, 'hex')),
    filesha1: of((bytes) => hash('sha1', bytes, 'hex')),
    filemd5: of((bytes) => hash('md5', bytes, 'hex')),
    fileexists: one(text, (path) => reader(files)(path) !== undefined),
    basename: one(text, (path) => path.split('/').at(-1) ?? ''),
    dirname: one(text, (path) => path.split('/').slice(0, -1).join('/') || (path.startsWith('/') ? '/' : '.')),
  };
}

function read(files: Files | undefined, path: string): Uint8Array {
  const bytes = reader(files)(path);
  if (bytes) return bytes;
  throw new ValueFault(`no file at ${path}`, 0);
}

function reader(files: Files | undefined): Files {
  if (files) return files;
  throw new ValueFault('this scope does not provide files');
}
