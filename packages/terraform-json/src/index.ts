export { toBool, toNumber, toText } from './convert';
export { evaluate, evaluateText } from './expression/evaluate';
export { ExpressionError } from './expression/expression-error';
export type { Expression, Reference, Template } from './expression/expression-tree';
export { parseExpression, parseTemplate } from './expression/parse-expression';
export { print, printTemplate } from './expression/print';
export { type FoundReference, references } from './expression/references';
export type { Scope } from './expression/scope';
export { functionNames } from './functions/table';
export { decodeText, isBinaryPlan } from './plan/decode-text';
export { isPlan, stackOfPlan } from './plan/stack-of-plan';
export { evaluateKnown } from './stack/evaluate-known';
export { type Graph, graph } from './stack/graph';
export { mergeFiles } from './stack/merge-files';
export { readModuleValues } from './stack/read-module-values';
export { readStack } from './stack/read-stack';
export type {
  Block,
  ModuleValues,
  Output,
  PlannedBlock,
  Provider,
  Stack,
  TerraformBlock,
  Variable,
} from './stack/stack';
export { StackError } from './stack/stack-error';
export { type StackScopeInput, stackScope } from './stack/stack-scope';
export { equal, isList, isObject, isValue, property, type Value, type ValueObject } from './value';
