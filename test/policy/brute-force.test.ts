import * as fc from 'fast-check';
import { policy } from './random-policies';
import { GRID } from './request-grid';
import { evaluate } from '../../src/policy/evaluate';
import { PolicyDocument, readPolicyDocument } from '../../src/policy/policy-document';
import { PolicyRequest } from '../../src/policy/policy-request';
import { anyoneAllowed } from '../../src/policy/questions/anyone-allowed';
import { compare } from '../../src/policy/questions/compare';

/** `npm run prove` asks for many more. */
const RUNS = Number(process.env.POLICY_RUNS ?? 300);

function allows(document: PolicyDocument, request: PolicyRequest): boolean {
  return evaluate(document, request).decision === 'Allow';
}

test('anyoneAllowed finds a request of a stranger, or trying every request finds none', () => {
  fc.assert(fc.property(policy, (json) => {
    const document = readPolicyDocument(json);
    const result = anyoneAllowed(document, ['111122223333', '444455556666']);
    if (result.kind === 'found') {
      expect(allows(document, result.request)).toBe(true);
    } else {
      expect(result.kind).toBe('none');
      expect(GRID.find(({ request, stranger }) => stranger && allows(document, request))).toBeUndefined();
    }
  }), { numRuns: RUNS });
});

test('compare finds a request each way, or trying every request finds none', () => {
  fc.assert(fc.property(policy, policy, (a, b) => {
    const [first, second] = [a, b].map((json) => readPolicyDocument(json));
    const { relation, onlyFirst, onlySecond } = compare(first, second);
    expect(relation).toBe(onlyFirst ? onlySecond ? 'incomparable' : 'more' : onlySecond ? 'less' : 'equivalent');
    for (const [one, other, witness] of [[first, second, onlyFirst], [second, first, onlySecond]] as const) {
      if (witness) {
        expect([allows(one, witness), allows(other, witness)]).toEqual([true, false]);
      } else {
        expect(GRID.find(({ request }) => allows(one, request) && !allows(other, request))).toBeUndefined();
      }
    }
  }), { numRuns: RUNS });
});
