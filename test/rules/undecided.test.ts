import { factsOf, HARDENED, summary } from './hardened-template';
import { CATALOG } from '../../src/rules/catalog';
import { Place, placesIn, withValueAt } from '../policy/json-places';

/**
 * A condition of the template leaves two worlds: the one with a part of the hardened template, and the one without it.
 * A verdict on the undecided template has to hold in both, or be unknown.
 */
const PLACES = placesIn(HARDENED).filter((place) => place.length > 2 && place[1] === 'Properties' && !place.some(isFunction)).map((place) => place.join('.'));

describe('no rule claims what only one of two worlds bears out', () => {
  test.each(PLACES)('with and without %s', (path) => {
    expect(falseClaims(path)).toEqual([]);
  });
});

describe('nor of two worlds that differ in a whole resource', () => {
  test.each(Object.keys(HARDENED).filter((logicalId) => !['Bucket', 'Logs'].includes(logicalId)))('with and without %s', (logicalId) => {
    const resource = HARDENED[logicalId as keyof typeof HARDENED];
    expect(falseClaimsOf({ ...HARDENED, [logicalId]: { ...resource, Condition: 'Condition' } }, { ...HARDENED, [logicalId]: undefined })).toEqual([]);
  });
});

/** The rules that are content although one world violates them, or complain although one world satisfies them. */
function falseClaims(path: string): string[] {
  const place = placesIn(HARDENED).find((candidate) => candidate.join('.') === path)!;
  const part = place.reduce<unknown>((json, step) => (json as Record<string | number, unknown>)[step], HARDENED);
  const without = withValueAt(HARDENED, place, undefined) as object;
  const undecided = withValueAt(HARDENED, place, { 'Fn::If': ['Condition', part, { Ref: 'AWS::NoValue' }] }) as object;
  return falseClaimsOf(undecided, without);
}

function falseClaimsOf(undecided: object, without: object): string[] {
  return ['Bucket', 'Logs'].flatMap((bucket) => {
    const facts = [undecided, HARDENED, without].map((resources) => factsOf(resources, bucket));
    return CATALOG.flatMap((rule) => {
      const [claim, ...worlds] = facts.map((world) => summary(rule.check(world)));
      const isFalse = claim !== 'unknown' && worlds.some((world) => world !== 'unknown' && Array.isArray(world) !== Array.isArray(claim));
      return isFalse ? [`${rule.id} of ${bucket}: ${claim}, but ${worlds.join(' and ')}`] : [];
    });
  });
}

function isFunction(step: Place[number]): boolean {
  return step === 'Ref' || String(step).startsWith('Fn::');
}
