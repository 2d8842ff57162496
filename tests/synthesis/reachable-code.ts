import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Package imports and strings in the code that is reachable from a function's handler. */
export interface ReachableCode {
  /** Imported names by package, such as `UpdateItemCommand` for `@aws-sdk/client-dynamodb`. */
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
  readonly texts: ReadonlySet<string>;
}

interface Module {
  readonly path: string;
  /** Functions and constants by name, including local functions. */
  readonly declarations: ReadonlyMap<string, readonly ts.Node[]>;
  readonly imports: ReadonlyMap<string, Import>;
}

const isFunction = (node: ts.Node | undefined): boolean =>
  node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));

/** Returns the name of a declaration that runs only if code refers to the name. */
function nameOfDeclaration(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return node.name?.text;
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name)) return undefined;
  const isTopLevel = ts.isSourceFile(node.parent.parent.parent);
  return isTopLevel || isFunction(node.initializer) ? node.name.text : undefined;
}

/** Returns the name of an object's function member, which runs only if code accesses a property with this name. */
function nameOfMember(node: ts.Node): string | undefined {
  if (ts.isShorthandPropertyAssignment(node)) return node.name.text;
  const isMethod = ts.isMethodDeclaration(node) || (ts.isPropertyAssignment(node) && isFunction(node.initializer));
  return isMethod && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name)) ? node.name.text : undefined;
}

/** Returns whether a call invokes a method of an array, such as `things.find((thing) => …)`. */
function isArrayMethod({ name, parent }: ts.PropertyAccessExpression): boolean {
  return name.text in Array.prototype && ts.isCallExpression(parent) && isFunction(parent.arguments[0]);
}

const modules = new Map<string, Module>();

function moduleAt(path: string): Module {
  const module = modules.get(path) ?? parseModule(path);
  modules.set(path, module);
  return module;
}

function parseModule(path: string): Module {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const declarations = new Map<string, ts.Node[]>();
  const imports = new Map<string, Import>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const { text: from } = node.moduleSpecifier;
      const bindings = node.importClause?.namedBindings;
      if (bindings === undefined || !ts.isNamedImports(bindings)) return;
      for (const { name, propertyName } of bindings.elements)
        imports.set(name.text, { from, name: propertyName?.text ?? name.text });
      return;
    }
    const name = nameOfDeclaration(node);
    if (name !== undefined) declarations.set(name, [...(declarations.get(name) ?? []), node]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  // each name in `const { table } = …` refers to the whole declaration
  for (const statement of source.statements.filter(ts.isVariableStatement))
    for (const declaration of statement.declarationList.declarations)
      if (ts.isObjectBindingPattern(declaration.name))
        for (const { name } of declaration.name.elements) declarations.set(name.getText(), [declaration]);
  return { path, declarations, imports };
}

const isType = (node: ts.Node) =>
  ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);

interface Import {
  readonly from: string;
  readonly name: string;
}

/** Syntax tree walk that starts at one declaration and follows names. */
class Reachability {
  readonly imports = new Map<string, Set<string>>();
  /** Names of accessed properties, and the strings in the code. */
  readonly accessed = new Set<string>();
  private readonly visited = new Set<ts.Node>();
  /** Members that have not been accessed yet, by name. */
  private readonly waiting = new Map<string, { readonly module: Module; readonly member: ts.Node }[]>();

  /** Visits the declarations or the import of a name. */
  refer(module: Module, name: string): void {
    const imported = module.imports.get(name);
    if (imported !== undefined) this.referToImport(module, imported);
    for (const declaration of module.declarations.get(name) ?? []) {
      if (this.visited.has(declaration)) continue;
      this.visited.add(declaration);
      this.visitChildren(module, declaration);
    }
  }

  private referToImport(module: Module, { from, name }: Import): void {
    const path = join(dirname(module.path), `${from}.ts`);
    if (from.startsWith('.') && existsSync(path)) this.refer(moduleAt(path), name);
    else this.imports.set(from, (this.imports.get(from) ?? new Set()).add(name));
  }

  private visit(module: Module, node: ts.Node): void {
    if (isType(node) || nameOfDeclaration(node) !== undefined) return;
    const member = nameOfMember(node);
    if (member === undefined) this.visitCode(module, node);
    else if (this.accessed.has(member)) this.visitMember(module, node);
    else this.waiting.set(member, [...(this.waiting.get(member) ?? []), { module, member: node }]);
  }

  private visitCode(module: Module, node: ts.Node): void {
    if (ts.isIdentifier(node)) this.refer(module, node.text);
    if (ts.isStringLiteralLike(node)) this.access(node.text);
    if (ts.isPropertyAccessExpression(node) && !isArrayMethod(node)) this.access(node.name.text);
    if (ts.isBindingElement(node)) this.access((node.propertyName ?? node.name).getText());
    this.visitChildren(module, node);
  }

  private visitChildren(module: Module, node: ts.Node): void {
    ts.forEachChild(node, (child) => this.visit(module, child));
  }

  private visitMember(module: Module, member: ts.Node): void {
    if (ts.isShorthandPropertyAssignment(member)) this.refer(module, member.name.text);
    else this.visitChildren(module, member);
  }

  private access(name: string): void {
    this.accessed.add(name);
    const members = this.waiting.get(name) ?? [];
    this.waiting.delete(name);
    for (const { module, member } of members) this.visitMember(module, member);
  }
}

/**
 * Finds the code that can run from the `handler` of a module. A call such as `table.put()` reaches every method and function
 * property `put` of reachable code; a string is treated as a name, because a call may use a computed name.
 */
export function reachableFrom(handler: string): ReachableCode {
  const reachability = new Reachability();
  reachability.refer(moduleAt(handler), 'handler');
  return { imports: reachability.imports, texts: reachability.accessed };
}
