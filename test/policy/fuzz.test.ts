import * as fc from 'fast-check';
import { mutated } from './mutated-documents';
import { GRID } from './request-grid';
import { matchesStatement } from '../../src/policy/evaluate';
import { PolicyAnalyzer } from '../../src/policy/policy-analyzer';
import { hasUnreadStatements, PolicyDocument } from '../../src/policy/policy-document';
import { PolicyInputError, PolicyRequest } from '../../src/policy/policy-request';
import { readPolicyText } from '../../src/policy/read-policy-text';

/** `FUZZ_RUNS=100000 npx jest test/policy/fuzz.test.ts --testTimeout=3600000` asks for many more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 1500);
/** A question stops after 1.5 s of search; explaining asks one for each of at most three statements. */
const LONGEST = 15_000;

const STRANGERS = GRID.filter(({ stranger }) => stranger).map(({ request }) => request);
const REQUEST = JSON.stringify(STRANGERS[0]);

/** Whether the policy could allow it, if all that is not known of its statements turned out that way. */
function mayAllow(document: PolicyDocument, request: PolicyRequest): boolean {
  const answers = document.statements.map((statement) => ({ effect: statement.effect, matches: matchesStatement(document, statement, request) }));
  return answers.some(({ effect, matches }) => effect === 'Allow' && matches !== 'no') && !answers.some(({ effect, matches }) => effect === 'Deny' && matches === 'yes');
}

/** The policy, or undefined where the text was refused with an error that says something. */
function read(text: string): { readonly analyzer: PolicyAnalyzer; readonly document: PolicyDocument } | undefined {
  try {
    return { document: readPolicyText(text), analyzer: PolicyAnalyzer.fromJson(text) };
  } catch (error) {
    if (error instanceof PolicyInputError && error.message.length > 0) {
      return undefined;
    }
    throw error;
  }
}

test('a damaged document is refused with a reason, or every question about it is answered, and never with a wrong private', () => {
  let answered = 0;
  fc.assert(fc.property(mutated, fc.nat(), ({ original, text }, offset) => {
    const start = Date.now();
    const policy = read(text);
    if (policy) {
      answered++;
      const { analyzer, document } = policy;
      const { anyoneAllowed, anyoneAllowedReason } = analyzer.publicAccess();
      expect(['public', 'private', 'unknown']).toContain(anyoneAllowed);
      expect(anyoneAllowedReason === undefined).toBe(anyoneAllowed !== 'unknown');
      if (anyoneAllowed === 'private') {
        expect(hasUnreadStatements(document)).toBe(false);
        for (let i = offset % 37; i < STRANGERS.length; i += 37) {
          expect(mayAllow(document, STRANGERS[i]) && STRANGERS[i]).toBe(false);
        }
      }
      // The dearest question, and one that explaining asks too: for some are enough.
      if (offset % 4 === 0) {
        expect(['equivalent', 'less', 'more', 'incomparable', 'unknown']).toContain(analyzer.compareTo(PolicyAnalyzer.fromJson(original)).relation);
        expect(analyzer.deadStatements().every((index) => document.statements.some((statement) => statement.index === index))).toBe(true);
      }
      expect(['Allow', 'ExplicitDeny', 'ImplicitDeny', 'unknown']).toContain(analyzer.allows(REQUEST).decision);
      expect(['holds', 'fails', 'unknown']).toContain(analyzer.within({ accounts: ['111122223333'], cidrs: ['203.0.113.0/24'] }).verdict);
      expect(analyzer.explain()).toHaveLength(document.statements.length);
    }
    expect(Date.now() - start).toBeLessThan(LONGEST);
  }), { numRuns: RUNS, ...process.env.FUZZ_SEED ? { seed: Number(process.env.FUZZ_SEED) } : {} });
  // Or the property would say little.
  expect(answered).toBeGreaterThan(RUNS / 4);
});
