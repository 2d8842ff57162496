/** Reference to a block or value. `address` is in Terraform's notation: `aws_x.y`, `data.t.n`, `var.x`, `path.module`. */
export type Reference =
  | { readonly kind: 'resource' | 'data'; readonly address: string; readonly type: string; readonly name: string }
  | { readonly kind: 'variable' | 'local' | 'path' | 'terraform'; readonly address: string; readonly name: string };

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';
export type UnaryOperator = '-' | '!';

interface Positioned {
  /** Column in the parsed string, starting at 1. */
  readonly column: number;
}

export type Expression = Positioned &
  (
    | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
    | { readonly kind: 'template'; readonly parts: readonly TemplatePart[] }
    | { readonly kind: 'reference'; readonly reference: Reference }
    | { readonly kind: 'bound'; readonly name: string }
    | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
    | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
    | { readonly kind: 'splat'; readonly of: Expression; readonly each: Expression; readonly legacy: boolean }
    | { readonly kind: 'splat-item' }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly expand: boolean }
    | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
    | {
        readonly kind: 'binary';
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: 'conditional';
        readonly condition: Expression;
        readonly whenTrue: Expression;
        readonly whenFalse: Expression;
      }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
    | ({ readonly kind: 'for' } & ForExpression)
  );

export interface ObjectEntry {
  readonly key: Expression;
  readonly value: Expression;
}

export interface ForExpression {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Key; only in the object form `{for … : key => value}`. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly group: boolean;
  readonly condition: Expression | undefined;
}

export type TemplatePart = { readonly kind: 'text'; readonly text: string } | Interpolation;

export interface Interpolation {
  readonly kind: 'interpolation';
  readonly expression: Expression;
}

/** Template that was parsed from a string in Terraform JSON. */
export interface Template {
  readonly source: string;
  readonly parts: readonly TemplatePart[];
}
