import { didYouMean } from '../near-miss';
import type { Context } from './context';
import type { Token } from './scanner';
import type { Reference } from './tree';

const refused: ReadonlyMap<string, string> = new Map([
  ['each', 'each belongs to for_each, which is not supported; declare the resources one by one'],
  ['count', 'count is not supported; declare the resources one by one'],
  ['module', 'modules are not supported; declare the resources in the stack itself'],
  ['self', 'self belongs to provisioners, which are not supported'],
  ['ephemeral', 'ephemeral resources are not supported'],
]);

const roots: ReadonlyMap<string, 'variable' | 'local' | 'path' | 'terraform'> = new Map([
  ['var', 'variable'],
  ['local', 'local'],
  ['path', 'path'],
  ['terraform', 'terraform'],
]);

/** Reads the address of a reference whose first name was taken: `aws_x` of `aws_x.y.arn` gives `aws_x.y`. */
export function readReference(context: Context, root: Token): Reference {
  const { scanner } = context;
  const reason = refused.get(root.text);
  if (reason !== undefined) throw scanner.error(reason, root.start);
  const kind = roots.get(root.text);
  if (kind !== undefined) {
    const name = readPart(context, root);
    checkName(context, kind, name);
    return { kind, address: `${root.text}.${name.text}`, name: name.text };
  }
  if (root.text === 'data') {
    const type = readPart(context, root);
    const name = readPart(context, type);
    return { kind: 'data', address: `data.${type.text}.${name.text}`, type: type.text, name: name.text };
  }
  const name = readPart(context, root);
  return { kind: 'resource', address: `${root.text}.${name.text}`, type: root.text, name: name.text };
}

function readPart(context: Context, before: Token): Token {
  const { scanner } = context;
  if (!scanner.take('.')) {
    const hint = didYouMean(before.text, ['true', 'false', 'null', 'var', 'local', 'data', 'path']);
    throw scanner.error(
      `${before.text} names nothing: a reference is aws_x.y, data.t.n, var.x or local.x${hint}`,
      before.start,
    );
  }
  const part = scanner.next();
  if (part.kind !== 'identifier') throw scanner.unexpected(part, `a name after ${before.text}.`);
  return part;
}

function checkName(context: Context, kind: string, name: Token): void {
  const known = kind === 'path' ? ['module', 'root', 'cwd'] : kind === 'terraform' ? ['workspace'] : undefined;
  if (!known || known.includes(name.text)) return;
  throw context.scanner.error(`${kind}.${name.text} does not exist${didYouMean(name.text, known)}`, name.start);
}
