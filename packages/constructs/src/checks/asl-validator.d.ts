// asl-validator 4 has no type declarations.
declare module 'asl-validator' {
  interface Outcome {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  }
  /** Validates a definition. Adds `QueryLanguage` to its states in place. */
  export default function validate(definition: unknown): Outcome;
}

declare module 'asl-validator/dist/src/checks/*' {
  type Check = (definition: unknown) => readonly { readonly Message: string }[];
  export const missingTransitionTargetErrors: Check;
  export const missingTerminalStateErrors: Check;
  export const duplicateStateNames: Check;
}
