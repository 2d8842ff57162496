import type { IConstruct } from 'constructs';

/** Value that all constructs of a stack can read, so it does not have to be passed as a prop. */
export class StackContext<Value> {
  private readonly values = new WeakMap<IConstruct, Value>();

  /** @param remedy scope in which constructs must be declared, for the error message: `a stack that calls providePlatform` */
  constructor(private readonly remedy: string) {}

  /** Sets the value for all constructs of a stack. */
  provide(stack: IConstruct, value: Value): void {
    this.values.set(stack, value);
  }

  /** Returns the value of the stack that contains a construct. @throws Error if the stack has not provided a value */
  of(scope: IConstruct): Value {
    for (const construct of scope.node.scopes.toReversed()) {
      const value = this.values.get(construct);
      if (value !== undefined) return value;
    }
    throw new Error(`${scope.node.path} must be declared inside ${this.remedy}`);
  }
}
