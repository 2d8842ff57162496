import { didYouMean } from '../near-miss';
import { type Context, inside } from './context';
import type { Reference } from './expression-tree';
import { type InstanceKey, instanceAddress } from './instance-address';
import type { Token } from './scanner';

const unsupportedRoots: ReadonlyMap<string, string> = new Map([
  ['each', 'each requires for_each, which is not supported; declare the resources one by one'],
  ['count', 'count is not supported; declare the resources one by one'],
  ['self', 'self requires provisioners, which are not supported'],
  ['ephemeral', 'ephemeral resources are not supported'],
]);

const roots: ReadonlyMap<string, 'variable' | 'local' | 'path' | 'terraform'> = new Map([
  ['var', 'variable'],
  ['local', 'local'],
  ['path', 'path'],
  ['terraform', 'terraform'],
]);

/** Reads the rest of a reference's address after its first name. The address in `aws_x.y.arn` is `aws_x.y`. */
export function readReference(context: Context, root: Token): Reference {
  const { scanner } = context;
  const reason = unsupportedRoots.get(root.text);
  if (reason !== undefined) throw scanner.error(reason, root.start);
  if (root.text === 'module') return readModuleReference(context, root);
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
  // resource.aws_x.y is equivalent to aws_x.y (Terraform language, "References to named values")
  const type = root.text === 'resource' ? readPart(context, root) : root;
  const name = readPart(context, type);
  return { kind: 'resource', address: `${type.text}.${name.text}`, type: type.text, name: name.text };
}

/** Reads the address of a resource in a module, as in plans: `module.queue["a"].aws_sqs_queue.jobs`. Rejects module outputs. */
function readModuleReference(context: Context, root: Token): Reference {
  const { scanner } = context;
  const call = readPart(context, root);
  const path = instanceAddress(`module.${call.text}`, readKey(context));
  const next = scanner.take('.') && scanner.next();
  const position = scanner.position;
  if (next?.kind !== 'identifier' || roots.has(next.text) || !scanner.take('.'))
    throw scanner.error('modules are not supported; declare the resources in the stack itself', root.start);
  scanner.position = position;
  const resource = readReference(context, next);
  return { ...resource, address: `${path}.${resource.address}` };
}

function readKey(context: Context): InstanceKey | undefined {
  const { scanner } = context;
  const opening = scanner.take('[');
  if (!opening) return undefined;
  const key = context.expression(inside(context, {}));
  scanner.expect(']', 'to close the key of a module');
  if (key.kind === 'literal' && (typeof key.value === 'string' || typeof key.value === 'number')) return key.value;
  throw scanner.error('the key of a module must be a literal', opening.start);
}

function readPart(context: Context, before: Token): Token {
  const { scanner } = context;
  if (!scanner.take('.')) {
    const hint = didYouMean(before.text, ['true', 'false', 'null', 'var', 'local', 'data', 'path']);
    throw scanner.error(
      `${before.text} is not a reference; expected aws_x.y, data.t.n, var.x or local.x${hint}`,
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
