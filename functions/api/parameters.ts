import * as z from 'zod/mini';
import { CommandId } from '../../contracts/commands';
import { ThingName, Word } from '../../contracts/values';
import { parseJson } from '../shared/parse-json';
import { notFound, Problem } from './problem';
import type { Request } from './request';

/** Reads a path parameter. @throws Problem 404 if the name is invalid, because no such resource can exist */
function inPath<Value>(schema: z.ZodMiniType<Value>, { path }: Request, name: string): Value {
  const read = schema.safeParse(path[name]);
  if (!read.success) throw notFound();
  return read.data;
}

/** Reads a query parameter. @throws Problem 400, which omits the offending value because it is untrusted */
function inQuery<Value>(schema: z.ZodMiniType<Value>, { query }: Request, name: string, form: string): Value {
  const read = schema.safeParse(query[name]);
  if (!read.success) throw new Problem(400, `The parameter "${name}" must be ${form}.`);
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
export const limitIn = (request: Request) => inQuery(Limit, request, 'limit', 'an integer from 1 to 100');
/** Reads a time, in ms since the epoch. @throws Problem 400 */
export const momentIn = (request: Request, name: 'from' | 'to') =>
  inQuery(MomentText, request, name, 'a UTC time such as 2026-11-24T00:00:00Z');

/** Schema for the body that sets an owner. */
export const Owner = z.strictObject({ owner: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,128}$/)) });
export const ownerForm = 'an object whose "owner" is a user ID';

/** Parses the JSON body of a request. @param form the expected body, for the error message @throws Problem 400 */
export function bodyOf<Value>(schema: z.ZodMiniType<Value>, { body }: Request, form: string): Value {
  const read = schema.safeParse(parseJson(body));
  if (!read.success) throw new Problem(400, `The body must be ${form}.`);
  return read.data;
}

/**
 * Decodes the position after which a page starts. The position is the key of the previous page's last item, so that added or
 * removed items do not shift later pages. Callers treat the position as opaque, but it is validated like any other input.
 * @returns undefined for the first page
 * @throws Problem 400
 */
export function startIn<Key>(schema: z.ZodMiniType<Key>, request: Request): Key | undefined {
  const { next } = request.query;
  if (next === undefined) return undefined;
  const read = schema.safeParse(parseJson(Buffer.from(next, 'base64url').toString('utf8')));
  if (!read.success) throw new Problem(400, 'The parameter "next" must be the "next" value of a previous page.');
  return read.data;
}

/** Encodes the position after which the next page starts; empty if there is no next page. */
export const nextOf = (key: string | number | readonly (string | number)[] | undefined): { next?: string } =>
  key === undefined ? {} : { next: Buffer.from(JSON.stringify(key)).toString('base64url') };
