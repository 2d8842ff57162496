import type { Position } from './sql-error';

interface Node {
  readonly at: Position;
}

/** AWS IoT SQL expression. */
export type Expression =
  | Literal
  | ArrayLiteral
  | ObjectLiteral
  | Name
  | Variable
  | Payload
  | Member
  | Index
  | Unary
  | Binary
  | Call
  | Cast
  | Case
  | Query
  | Exists;

export type Literal =
  | (Node & { readonly kind: 'null' })
  | (Node & { readonly kind: 'boolean'; readonly value: boolean })
  /** Number as written: SQL 2015-10-08 distinguishes 10.0 from 10. */
  | (Node & { readonly kind: 'number'; readonly text: string })
  | (Node & { readonly kind: 'string'; readonly value: string });

export interface ArrayLiteral extends Node {
  readonly kind: 'array';
  readonly items: readonly Expression[];
}

export interface ObjectLiteral extends Node {
  readonly kind: 'object';
  readonly entries: readonly { readonly key: string; readonly value: Expression }[];
}

/** Top-level key of the payload, or of the current element in a nested query. */
export interface Name extends Node {
  readonly kind: 'name';
  readonly name: string;
}

export interface Variable extends Node {
  readonly kind: 'variable';
  readonly name: string;
}

/** Whole payload: `*` as an argument, as a value in a literal object, or with an alias. */
export interface Payload extends Node {
  readonly kind: 'payload';
}

export interface Member extends Node {
  readonly kind: 'member';
  readonly object: Expression;
  readonly name: string;
}

export interface Index extends Node {
  readonly kind: 'index';
  readonly object: Expression;
  readonly index: number;
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Call extends Node {
  readonly kind: 'call';
  /** Name as written in the statement. Function names are case-insensitive. */
  readonly name: string;
  readonly arguments: readonly Expression[];
}

export interface Cast extends Node {
  readonly kind: 'cast';
  readonly operand: Expression;
  /** Type as written in the statement. Type names are case-insensitive. */
  readonly type: string;
}

export interface Case extends Node {
  readonly kind: 'case';
  /** Value to compare with each WHEN. If missing, each WHEN is a condition. */
  readonly subject?: Expression;
  readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
  readonly otherwise?: Expression;
}

/** Nested query `(SELECT … FROM expression AS alias WHERE …)` over an array or an object. */
export interface Query extends Node {
  readonly kind: 'query';
  readonly selection: Selection;
  readonly from: Expression;
  /** Alias of the current element. */
  readonly alias?: string;
  readonly where?: Expression;
}

export interface Exists extends Node {
  readonly kind: 'exists';
  readonly query: Query;
}

export type UnaryOperator = '-' | 'NOT';
export type BinaryOperator = 'OR' | 'AND' | '=' | '<>' | '<' | '<=' | '>' | '>=' | 'IN' | '+' | '-' | '*' | '/' | '%';

export type Selection =
  | { readonly kind: 'value'; readonly item: Star | Expression }
  | { readonly kind: 'items'; readonly items: readonly SelectItem[] };

export interface Star extends Node {
  readonly kind: 'star';
}

/** Selection of all keys of an object, for example `state.reported.*`. */
export interface Keys extends Node {
  readonly kind: 'keys';
  readonly object: Expression;
}

export type SelectItem =
  | Star
  | Keys
  | {
      readonly kind: 'item';
      readonly expression: Expression;
      /** Path of the value in the output, for example `AS a.b`. */
      readonly alias?: readonly string[];
    };

export interface Assignment extends Node {
  readonly name: string;
  readonly value: Expression;
}

export interface Statement {
  readonly set: readonly Assignment[];
  readonly selection: Selection;
  /** Topic filter; missing if only Basic Ingest triggers the rule. */
  readonly from?: string;
  readonly where?: Expression;
}
