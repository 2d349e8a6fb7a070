// Loaded into jsii-pacmak, which writes the current date into what it generates: `new Date()` is SOURCE_DATE_EPOCH. What measures time goes on.
const seconds = Number(process.env.SOURCE_DATE_EPOCH);

if (/jsii-pacmak/.test(process.argv[1] ?? '')) {
  globalThis.Date = class extends Date {
    constructor(...given) {
      super(...(given.length > 0 ? given : [seconds * 1000]));
    }
  };
}
