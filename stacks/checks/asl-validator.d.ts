// asl-validator 4 ships no types.
declare module 'asl-validator' {
  interface Outcome {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  }
  /** Writes `QueryLanguage` into the states of the definition that it is given. */
  export default function validate(definition: unknown): Outcome;
}

declare module 'asl-validator/dist/src/checks/*' {
  type Check = (definition: unknown) => readonly { readonly Message: string }[];
  export const missingTransitionTargetErrors: Check;
  export const missingTerminalStateErrors: Check;
  export const duplicateStateNames: Check;
}
