import type { operations, paths } from '../../contracts/api';
import type { Request } from './request';

type Method = 'get' | 'put' | 'post' | 'delete';
type Declared = { readonly responses: unknown };
type SuccessStatus = 200 | 201 | 202 | 204;

type Body<Response> = Response extends { content: { 'application/json': infer Content } } ? Content : undefined;

/** Successful responses of an operation in the specification. */
type Success<Responses> = {
  [Status in keyof Responses & SuccessStatus]: { readonly status: Status; readonly body: Body<Responses[Status]> };
}[keyof Responses & SuccessStatus];

type Implementation<Operation> = Operation extends { responses: infer Responses }
  ? (request: Request) => Promise<Success<Responses>>
  : never;

/** Implementation of the operation with the given `operationId`. @throws Problem for a response with an error status */
export type Operation<Id extends keyof operations> = Implementation<operations[Id]>;

/** Method and path of every operation: `GET /devices/{thing}`. */
type Route = {
  [Path in keyof paths]: {
    [Verb in Method]: paths[Path][Verb] extends Declared ? `${Uppercase<Verb>} ${Path}` : never;
  }[Method];
}[keyof paths];

type OperationAt<At> = At extends `${infer Verb} ${infer Path extends keyof paths}`
  ? paths[Path][Lowercase<Verb> & Method]
  : never;

/** Implementations of all operations, keyed by method and path. */
export type Operations = { readonly [At in Route]: Implementation<OperationAt<At>> };
