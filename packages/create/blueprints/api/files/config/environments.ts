export const environment = {
  api: {
    origin: 'https://console.example.com',
    rate: { perSecond: 50, burst: 100 },
    programs: ['console'],
    program: { perSecond: 10, burst: 20, perDay: 10_000 },
  },
};
