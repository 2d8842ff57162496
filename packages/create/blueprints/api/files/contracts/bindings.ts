export const bindings = {
  api: binding({ origin: 'API_ORIGIN' }),
};
