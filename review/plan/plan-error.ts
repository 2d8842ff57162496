/** A file that is no plan; `next` says how to get one. */
export class PlanError extends Error {
  constructor(reason: string, next: string) {
    super(`${shown(reason)}; ${next}`);
    this.name = 'PlanError';
  }
}

/** It is told in a terminal: what the file says may not steer it, and begins no line. */
const shown = (text: string) => text.replace(/\p{Cc}/gu, '\uFFFD');

export const showJson = 'terraform show -json PLANFILE > plan.json makes the file that is read here';
