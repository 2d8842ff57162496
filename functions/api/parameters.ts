import * as z from 'zod/mini';
import { CommandId } from '../../contracts/commands';
import { ThingName } from '../../contracts/power';
import { Word } from '../../contracts/telemetry';
import { notFound, Problem } from './problem';
import type { Request } from './request';

/** Nothing can have such a name, so that nothing is found. @throws Problem 404 */
function inPath<Value>(schema: z.ZodMiniType<Value>, { path }: Request, name: string): Value {
  const read = schema.safeParse(path[name]);
  if (!read.success) throw notFound();
  return read.data;
}

/** The value itself is not told: it may be anything. @throws Problem 400 */
function inQuery<Value>(schema: z.ZodMiniType<Value>, { query }: Request, name: string, form: string): Value {
  const read = schema.safeParse(query[name]);
  if (!read.success) throw new Problem(400, `The parameter ${name} is not ${form}.`);
  return read.data;
}

const Digits = z.string().check(z.regex(/^[1-9]\d{0,2}$/));
const Limit = z._default(z.pipe(z.pipe(Digits, z.transform(Number)), z.int().check(z.maximum(100))), 50);
const MomentText = z.pipe(
  z.iso.datetime(),
  z.transform((text) => Date.parse(text)),
);

export const thingIn = (request: Request) => inPath(ThingName, request, 'thing');
export const commandIn = (request: Request) => inPath(CommandId, request, 'command');
export const roomIn = (request: Request) => inPath(Word, request, 'room');
export const dateIn = (request: Request) => inPath(z.iso.date(), request, 'date');
export const kindIn = (request: Request) => inQuery(Word, request, 'kind', '1 to 64 letters, digits, _ and -');
export const limitIn = (request: Request) => inQuery(Limit, request, 'limit', 'a whole number from 1 to 100');
/** Ms since the epoch. */
export const momentIn = (request: Request, name: 'from' | 'to') =>
  inQuery(MomentText, request, name, 'a moment like 2026-11-24T00:00:00Z');

/** @throws Problem 400 */
export function bodyOf<Value>(schema: z.ZodMiniType<Value>, { body }: Request, form: string): Value {
  const read = schema.safeParse(asJson(body));
  if (!read.success) throw new Problem(400, `The body is not ${form}.`);
  return read.data;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Where a page begins: behind a certain key, so that what comes or goes meanwhile moves nothing. Opaque to who asks; what
 * it says is read like everything else that comes from outside.
 */
export function startIn<Key>(schema: z.ZodMiniType<Key>, request: Request): Key | undefined {
  const { next } = request.query;
  if (next === undefined) return undefined;
  const read = schema.safeParse(asJson(Buffer.from(next, 'base64url').toString('utf8')));
  if (!read.success) throw new Problem(400, 'The parameter next is not the next of a page.');
  return read.data;
}

/** The other way round; nothing where there is no further page. */
export const nextOf = (key: string | number | readonly (string | number)[] | undefined): { next?: string } =>
  key === undefined ? {} : { next: Buffer.from(JSON.stringify(key)).toString('base64url') };
