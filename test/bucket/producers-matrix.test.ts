import { everyday } from '../everyday';
import { refusal } from './producers/decide';
import { PURPOSES } from './producers/producer';
import { PRODUCERS } from './producers/producers';
import { RECOMMENDED_FLAGS, synthesize } from './producers/synthesize';

describe.each<[string, Record<string, unknown>]>([['without feature flags', {}], ['with the recommended feature flags', RECOMMENDED_FLAGS]])('%s', (_, context) => {
  test.each(everyday(PRODUCERS, 4).map((producer) => [producer.name, producer] as const))('%s: at each purpose it synthesizes, after the fixes that errors ask for, and its requests are allowed', (__, producer) => {
    const { outcomes, index } = synthesize(producer, context);
    const isRecommended = context === RECOMMENDED_FLAGS;
    const reached = [...outcomes].map(([purpose, { error, recipe: { followed }, unclear, bucket }]) => [purpose, error !== '' ? { error, unclear } : {
      fixes: [...followed].sort(),
      refused: producer.requests(followed).map((request) => refusal(index, bucket!, request)).filter((reason) => reason !== undefined),
    }]);
    expect(Object.fromEntries(reached)).toEqual(Object.fromEntries(PURPOSES.map((purpose) => [purpose, {
      fixes: [...producer.fixes?.(purpose, isRecommended) ?? []].sort(),
      refused: [],
    }])));
  });
});
