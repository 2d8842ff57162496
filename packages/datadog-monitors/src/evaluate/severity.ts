export const monitorStates = ['OK', 'Warn', 'Alert', 'No Data'] as const;
export type State = (typeof monitorStates)[number];

/**
 * Severity of each state; 4 is the most severe. Source:
 * docs.datadoghq.com/monitors/types/composite, "Computing trigger conditions"
 */
export const severity: Readonly<Record<State, number>> = { OK: 1, 'No Data': 2, Warn: 3, Alert: 4 };
