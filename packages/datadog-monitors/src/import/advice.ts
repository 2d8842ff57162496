/** Advice for values that are unknown before the plan. */
export const advice = 'run terraform show -json > state.json and import state.json';
